"""The visits that count towards a farm's limit of the season, which is a calendar year."""

from collections import Counter

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.models import HOLDING, Farm, Visit, VisitState

COUNTED = (*HOLDING, VisitState.COMPLETED, VisitState.EVALUATED, VisitState.ENDED_EARLY)

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
