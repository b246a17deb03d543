"""A hold that its farm does not notice yet: guests are there, and one of them may have told.

Inwardly it counts at once: nobody new is proposed there, and a person looks at visits to come.
Outwardly all stays as it was until the last guest has left.
"""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, object_session

from webapp.ground.clock import today
from webapp.ground.database import seeing_everyone
from webapp.models import Farm, Visit, VisitState

THERE = (VisitState.CONFIRMED, VisitState.UNDER_WAY)


def is_unseen(farm: Farm) -> bool:
    """Whether a farm is on hold, and must not notice it."""
    session = object_session(farm)
    if farm.on_hold_since is None or session is None:
        return False
    with seeing_everyone(session):
        there = select(Visit.id).where(Visit.farm_id == farm.id, guests_are_there())
        return session.scalar(there.limit(1)) is not None


def held_and_seen(session: Session) -> list[Farm]:
    """Return the farms on hold that may notice it: their guests have left."""
    there = select(Visit.farm_id).where(guests_are_there())
    held = Farm.on_hold_since.is_not(None), Farm.id.not_in(there)
    return list(session.scalars(select(Farm).where(*held).order_by(Farm.id)))


def guests_are_there() -> ColumnElement[bool]:
    """Say which visits have people at their farm now."""
    return Visit.state.in_(THERE) & (func.lower(Visit.stay) <= today())
