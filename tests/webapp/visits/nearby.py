"""Volunteers near the farms, and a visit that one of them looks after."""

from typing import Any

from sqlalchemy.orm import Session

from tests.builders import (
    CARENTAN,
    a_party,
    a_slot,
    a_user,
    a_visit,
    an_offer,
    someone_who_came_in,
)
from webapp.ground.clock import today
from webapp.models import Farm, LocalReferent, Organisation, Role, User, Visit, VisitState


def a_local_referent(db: Session, **given: Any) -> User:
    """A volunteer of Carentan, near whose home the farms of these tests are."""
    near = given.pop("nearby", None) or LocalReferent(
        commune=CARENTAN["commune"], phone="+33611111111"
    )
    known = {**someone_who_came_in(), **given}
    return a_user(db, Role.LOCAL_REFERENT, nearby=near, **known)


def a_visit_looked_after(db: Session, farm: Farm, home: Organisation) -> tuple[Visit, User]:
    """A visit of an association at a farm that began today, and who looks after it."""
    lise = a_local_referent(db)
    slot = a_slot(db, an_offer(db, farm), arrival=today())
    given = {"state": VisitState.UNDER_WAY, "local_referent_id": lise.id}
    return a_visit(db, a_party(db, home), slot, **given), lise
