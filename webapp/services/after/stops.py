"""The later days of a demonstration on which something waits for people."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import MONTHS, Sitting, Visit
from webapp.models.states import HOLDING
from webapp.services.after.feedback import TOOK_PLACE

DAY = timedelta(days=1)
LAST = func.max(func.upper(Visit.stay) - 1)


class Stop(NamedTuple):
    """A day to which the clock may go on.

    Parameters
    ----------
    what
        `sitting` for the day after it, `visits` for the second one after all of them, `follow-ups`
        for the day after those of so many months have fallen due for everybody: at whatever hour
        the clock stands, the morning on which they are asked is over.
    number
        Of how many visits, or after how many months.
    """

    day: date
    what: str
    number: int


def of(session: Session) -> list[Stop]:
    """Return the days after the next workshop, after the visits, after each follow-up."""
    stands = Sitting.cancelled_at.is_(None), Sitting.day >= today()
    sitting = session.scalar(select(func.min(Sitting.day)).where(*stands))
    last, number = session.execute(select(LAST, func.count()).where(Visit.state.in_(HOLDING))).one()
    found = [Stop(sitting + DAY, "sitting", 1)] if sitting else []
    if last:
        found.append(Stop(max(last, today()) + 2 * DAY, "visits", number))
    for months in MONTHS:
        due = cast(LAST + func.make_interval(0, months), Date)
        day = session.scalar(select(due).where(Visit.state.in_(TOOK_PLACE)))
        if day and day >= today():
            found.append(Stop(day + DAY, "follow-ups", months))
    return sorted(found)
