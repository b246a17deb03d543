"""Stopping everything at a farm at once, and letting it receive again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import HOLDING, Farm, Seat, Side, User, Visit, VisitState
from webapp.services.farms import decisions
from webapp.services.records import audit, sessions
from webapp.services.visits import contacts, guest_calls, places, proposing, stays
from webapp.services.workshops import seats

CANCELLED_BY_PROGRAMME = "programme"


def suspend(session: Session, farm: Farm, by: User, reason: str) -> list[Visit]:
    """Stop a farm at once; return the visits whose guests must be called.

    In this transaction: the sessions of its users end, every link to its visits dies, visits to
    come are cancelled with their beds given back and both sides told, its places at workshops go to
    the next in line, and no round matches it.
    Guests who had stayed in contact with it are in contact no more.
    Guests in the house are told whom to call, and their hosts keep the page of these guests alone.
    """
    places.lock_farm(session, farm)
    farm.suspend(by, reason)
    return _close_the_door(session, farm)


def remove(session: Session, farm: Farm, by: User, reason: str) -> list[Visit]:
    """Take a farm out of the programme for good, and stop all that `suspend` stops."""
    places.lock_farm(session, farm)
    farm.remove(by, reason)
    return _close_the_door(session, farm)


def _close_the_door(session: Session, farm: Farm) -> list[Visit]:
    contacts.end_all(session, farm)
    for user in farm.users:
        sessions.end_all_sessions(session, user)
    held = _lock_standing_visits(session, farm)
    to_come = [visit for visit in held if visit.state is not VisitState.UNDER_WAY]
    under_way = [visit for visit in held if visit.state is VisitState.UNDER_WAY]
    to_call = [visit for visit in held if guest_calls.is_needed(visit)]
    for visit in to_come:
        _cancel(session, visit)
    for visit in under_way:  # a guest may be about to press "I need help": their page stays
        proposing.tell(session, visit, Side.PARTY, "farm-stopped")
        proposing.tell(session, visit, Side.FARM, "visit-link")
    for visit in to_call:
        guest_calls.ask(session, visit)
    seats.give_up(session, Seat.farm_id == farm.id)
    decisions.keep(session, farm, cancelled=len(to_come), under_way=len(under_way))
    return to_call


def standing_visits(session: Session, farm: Farm) -> list[Visit]:
    """Return the visits that stopping a farm would concern, those under way first."""
    query = select(Visit).where(Visit.farm_id == farm.id, Visit.state.in_(HOLDING))
    ordered = query.order_by(Visit.state != VisitState.UNDER_WAY, Visit.stay, Visit.id)
    return list(session.scalars(ordered))


def renew_links(session: Session, farm: Farm) -> None:
    """End every link to a farm's visits, as when one of its people is shut out.

    Of those that stand new ones are sent; those of past visits open nothing any more.
    """
    places.lock_farm(session, farm)
    farm.links_ended += 1
    for visit in _lock_standing_visits(session, farm):
        stays.renew_links(session, visit)


def _lock_standing_visits(session: Session, farm: Farm) -> list[Visit]:
    query = select(Visit).where(Visit.farm_id == farm.id, Visit.state.in_(HOLDING))
    seen = session.scalars(query).all()
    places.lock(session, {visit.party_id for visit in seen}, {visit.slot_id for visit in seen})
    held = query.order_by(Visit.id).with_for_update(of=Visit, key_share=True)
    return list(session.scalars(held.execution_options(populate_existing=True)))


def _cancel(session: Session, visit: Visit) -> None:
    visit.raise_link_version()
    visit.cancel(None, CANCELLED_BY_PROGRAMME)
    proposing.release(session, visit)
    notice = (visit.arrival - today()).days
    audit.record(
        session, "visit.cancelled", visit, by=None, reason=CANCELLED_BY_PROGRAMME, notice=notice
    )
    proposing.tell_both(session, visit, "visit-cancelled")


def resume(session: Session, farm: Farm, by: User, reason: str) -> None:
    """Let a suspended farm receive again."""
    places.lock_farm(session, farm)
    farm.resume(by, reason)
    decisions.keep(session, farm)
