"""Whose telephone is the number on duty: a rota of days, and one number for the days between.

Without a rota the programme's own number is on duty always. A night belongs to the day before it:
duty is handed over in the morning, never at midnight.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from webapp.ground.at_once import at
from webapp.ground.clock import PARIS, WAKING_HOURS, now
from webapp.ground.errors import RuleBroken
from webapp.models import Duty, Programme
from webapp.services.records import audit

HANDED_OVER_AT = WAKING_HOURS.start
"""The hour, in Paris, at which a day of duty begins."""
LOOKED_AHEAD = timedelta(days=14)
"""So far ahead days without anybody on the rota are warned of."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gap:
    """Days, both ends included, on which nobody is on the rota."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class Nights:
    """Days of duty, both ends included, on which one number is to be called."""

    first_day: date
    last_day: date
    number: str


def day_of(at: datetime) -> date:
    """Return the day of duty that an instant belongs to."""
    return (at.astimezone(PARIS) - timedelta(hours=HANDED_OVER_AT)).date()


def number(session: Session, at: datetime | None = None) -> str | None:
    """Return the number on duty at an instant, or now; none before the programme is made."""
    day = day_of(at or now())
    duty = session.scalar(select(Duty).where(Duty.first_day <= day, Duty.last_day >= day))
    if duty is not None:
        return duty.phone
    programme = session.get(Programme, 1)
    return programme.on_duty_phone if programme else None


def now_and_then(
    session: Session, first_day: date, last_day: date
) -> tuple[str | None, tuple[Nights, ...]]:
    """Return the number on duty now, and whom to call on each of these days and the night after it.

    Of a day that is over, or that the rota does not know, it is the programme's own number: nobody
    is called at home who is not on duty. The second is for what is printed today.
    """
    programme, duties, day = session.get(Programme, 1), rota(session), day_of(now())
    own = programme.on_duty_phone if programme else None
    present = next((each.phone for each in duties if each.first_day <= day), own)
    return present, _nights(own or "", duties, first_day, last_day)


def _nights(own: str, duties: list[Duty], first_day: date, last_day: date) -> tuple[Nights, ...]:
    begins = day_of(now())
    found: list[Nights] = []
    for ahead in range((last_day - first_day).days + 1):
        day = first_day + ahead * DAY
        on = [each.phone for each in duties if each.first_day <= day <= each.last_day]
        number = on[0] if on and day >= begins else own
        if found and found[-1].number == number:
            found[-1] = replace(found[-1], last_day=day)
        else:
            found.append(Nights(day, day, number))
    return tuple(found)


def rota(session: Session) -> list[Duty]:
    """Return the duties that are not over, the present one first."""
    return list(session.scalars(_to_come()))


@cache
def _to_come() -> Select[Duty]:
    present = at(lambda: day_of(now()))
    return select(Duty).where(Duty.last_day >= present).order_by(Duty.first_day)


def gaps(session: Session) -> list[Gap]:
    """Return the days of the coming weeks on which nobody is on the rota, if one is kept."""
    to_come = [(first, last) for first, last in session.execute(_days_to_come())]
    if not to_come and session.scalar(select(Duty.id).limit(1)) is None:
        return []
    return list(_between(to_come, day_of(now()), day_of(now() + LOOKED_AHEAD)))


@cache
def _days_to_come() -> Select[date, date]:
    return _to_come().with_only_columns(Duty.first_day, Duty.last_day)


def _between(duties: list[tuple[date, date]], first_day: date, last_day: date) -> Iterator[Gap]:
    free = first_day
    for first, last in duties:
        if free < first <= last_day:
            yield Gap(free, first - DAY)
        free = max(free, last + DAY)
    if free <= last_day:
        yield Gap(free, last_day)


def first_free_day(session: Session) -> date:
    """Return the first day, of today and after, on which nobody is on the rota."""
    free = day_of(now())
    for duty in rota(session):
        if duty.first_day > free:
            break
        free = duty.last_day + DAY
    return free


def add(session: Session, duty: Duty) -> None:
    """Put somebody on the rota, on days on which nobody is."""
    _check_free(session, duty)
    session.add(duty)
    _record(session, "added", duty)


def changed(session: Session, duty: Duty) -> None:
    """Keep a duty as it was changed, on days on which nobody else is on the rota."""
    _check_free(session, duty)
    _record(session, "changed", duty)


def repeat(session: Session, duty: Duty) -> Duty:
    """Put the same person on the rota once more, as long, from the day after everybody's last."""
    last_day = max([*(each.last_day for each in rota(session)), day_of(now()) - DAY])
    again = Duty(
        name=duty.name,
        phone=duty.phone,
        first_day=last_day + DAY,
        last_day=last_day + DAY + (duty.last_day - duty.first_day),
    )
    add(session, again)
    return again


def remove(session: Session, duty: Duty) -> None:
    """Take somebody off the rota."""
    _record(session, "removed", duty)
    session.delete(duty)
    session.flush()


def _check_free(session: Session, duty: Duty) -> None:
    days = Duty.first_day <= duty.last_day, Duty.last_day >= duty.first_day
    with session.no_autoflush:
        others = select(Duty).where(*days, Duty.id.is_distinct_from(duty.id))
        taken = session.scalars(others.order_by(Duty.first_day)).first()
    if taken is not None:
        raise RuleBroken("duty-taken", first=taken.first_day, last=taken.last_day)


def _record(session: Session, act: str, duty: Duty) -> None:
    days = {"first": duty.first_day.isoformat(), "last": duty.last_day.isoformat()}
    audit.record(session, f"duty.{act}", duty, **days)
    session.flush()
