"""What is open on a visit that stands: conditions on its row, the same for every board."""

from sqlalchemy import ColumnElement, exists, func, or_

from webapp.ground.at_once import at
from webapp.ground.clock import today
from webapp.models import HOLDING, Answer, Misfit, Visit, VisitState


def awaited() -> ColumnElement[bool]:
    """Proposed, and a side has not answered."""
    sides = Visit.party_answer == Answer.AWAITED, Visit.farm_answer == Answer.AWAITED
    return (Visit.state == VisitState.PROPOSED) & or_(*sides)


def no_sign() -> ColumnElement[bool]:
    """Under way since its first day, and nobody said that they have arrived."""
    begun = (Visit.state == VisitState.UNDER_WAY) & (func.lower(Visit.stay) <= at(today))
    return begun & Visit.arrived_at.is_(None)


def misfit() -> ColumnElement[bool]:
    """Standing, while by the rules it would not be made any more; nobody has decided yet."""
    undecided = exists().where(Misfit.visit_id == Visit.id, Misfit.kept_reason.is_(None))
    return Visit.state.in_(HOLDING) & undecided
