"""The visits that count towards a farm's limits: of the season, a calendar year, and of a month."""

from collections import Counter
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session, joinedload

from webapp.ground.database import seeing_everyone
from webapp.models import HOLDING, Answer, Farm, Slot, Visit, VisitState

COUNTED = (*HOLDING, VisitState.COMPLETED, VisitState.EVALUATED, VisitState.ENDED_EARLY)

FarmMonth = tuple[int, str]
"""A farm's number, and the month of arrival: 2027-05."""
FarmSeason = tuple[int, int]
"""A farm's number, and the year of arrival."""


def count_visits(session: Session, farm: Farm | None = None) -> Counter[FarmSeason]:
    """Return how many parties came or are expected in each season, at all farms or at one."""
    year = extract("year", func.lower(Visit.stay))
    query = (
        select(Visit.farm_id, year, func.count())
        .where(Visit.state.in_(COUNTED), *([Visit.farm_id == farm.id] if farm else []))
        .group_by(Visit.farm_id, year)
    )
    with seeing_everyone(
        session
    ):  # a farm that is stopped sees its visits no more, and counts them
        rows = session.execute(query).all()
    return Counter({(farm_id, int(each)): times for farm_id, each, times in rows})


def is_counted(visit: Visit) -> bool:
    """Whether a visit counts towards the season of its farm."""
    return visit.state in COUNTED


def counted_stays(session: Session, farm: Farm, year: int) -> list[Visit]:
    """Return the stays that both agreed to with a day in a year, by their first day.

    Visits that are proposed count towards the limit of a season, and are no stays yet. A farm that
    is stopped is told of its stays as well: they name nobody.
    """
    agreed = Visit.party_answer == Answer.YES, Visit.farm_answer == Answer.YES
    of_year = Visit.stay.overlaps(Range(date(year, 1, 1), date(year + 1, 1, 1)))
    query = (
        select(Visit)
        .where(Visit.farm_id == farm.id, Visit.state.in_(COUNTED), of_year, *agreed)
        .options(joinedload(Visit.slot).joinedload(Slot.offer))
    )
    with seeing_everyone(session):
        return list(session.scalars(query.order_by(Visit.stay, Visit.id)))


def month_of(day: date) -> str:
    """Return how a month is named where guests are counted by it: 2027-05."""
    return f"{day:%Y-%m}"


def count_guests(session: Session, farm: Farm | None = None) -> Counter[FarmMonth]:
    """Return how many people came or are expected in each month, where a farm limits that."""
    month = func.to_char(func.lower(Visit.stay), "YYYY-MM")
    query = (
        select(Visit.farm_id, month, func.sum(Visit.people))
        .join(Farm, Farm.id == Visit.farm_id)
        .where(
            Visit.state.in_(COUNTED),
            Farm.month_limit.is_not(None),
            *([Visit.farm_id == farm.id] if farm else []),
        )
        .group_by(Visit.farm_id, month)
    )
    with seeing_everyone(session):
        rows = session.execute(query).all()
    return Counter({(farm_id, each): int(people) for farm_id, each, people in rows})
