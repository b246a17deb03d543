"""Places to come that visits of an association gave back."""

from datetime import timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, contains_eager

from webapp.ground.at_once import given
from webapp.models import Farm, Offer, Slot, Visit, VisitState
from webapp.services.visits.receiving import receiving
from webapp.services.visits.search import is_of

FOLLOWED_FOR = timedelta(days=30)
"""How long a place that came to nothing stays on the board."""
FREED_BY = (VisitState.DECLINED, VisitState.EXPIRED, VisitState.CANCELLED)


def freed_slots(session: Session, organisation_id: int) -> list[Slot]:
    """Return the slots to come in which a visit of the association left beds free, by date."""
    return list(session.scalars(_freed(), {"organisation": organisation_id}))


@cache
def _freed() -> Select[Slot]:
    whole = (
        contains_eager(Slot.offer).load_only(Offer.production, Offer.site_id),
        contains_eager(Slot.farm).load_only(Farm.name),
    )
    query = that_are_freed(is_of(given("organisation"))).options(*whole)
    return query.order_by(Slot.arrival, Slot.id)


def that_are_freed(*visits: ColumnElement[bool]) -> Select[Slot]:
    """Ask for the slots to come in which one of these visits left beds free."""
    given_back = exists().where(Visit.slot_id == Slot.id, *visits, Visit.state.in_(FREED_BY))
    query = select(Slot).join(Slot.offer).join(Slot.farm)
    return query.where(*receiving(), Slot.people_held < Slot.beds, given_back)


def is_free_again(session: Session, visit: Visit) -> bool:
    """Whether a visit came to nothing and others could have its place now."""
    again = exists().where(
        Slot.id == visit.slot_id,
        Slot.people_held < Slot.beds,
        Slot.offer_id == Offer.id,
        Slot.farm_id == Farm.id,
        *receiving(),
    )
    return visit.state in FREED_BY and bool(session.scalar(select(again)))


def gave_back(session: Session, slot_id: int, organisation_id: int) -> bool:
    """Whether a visit of the association ever gave this slot back, free as it may be or not."""
    known = exists().where(Visit.slot_id == slot_id, *_given_back_by(organisation_id))
    return bool(session.scalar(select(known)))


def _given_back_by(organisation_id: int) -> tuple[ColumnElement[bool], ...]:
    return is_of(organisation_id), Visit.state.in_(FREED_BY)
