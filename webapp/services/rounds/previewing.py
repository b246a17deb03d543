"""A visit as it would be proposed, before anybody is told: nothing of it is written."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from webapp.models import Answer, Channel, Message, Party, Side, Slot, Visit, VisitState
from webapp.services.engine import lodging
from webapp.services.engine.lodging import Lodging
from webapp.services.records import outbox
from webapp.services.visits import disclosure, shown
from webapp.services.visits.disclosure import Stage, View


def visit_of(party: Party, slot: Slot, answer_by: date) -> Visit:
    """Return the visit that would be made of a pair; it belongs to no session."""
    visit = Visit(
        id=0,
        party_id=party.id,
        organisation_id=party.organisation_id,
        slot_id=slot.id,
        farm_id=slot.farm_id,
        people=party.people,
        rooms=[],
        stay=Range(slot.arrival, slot.departure, bounds="[]"),
        answer_by=answer_by,
        state=VisitState.PROPOSED,
        party_answer=Answer.AWAITED,
        farm_answer=Answer.AWAITED,
        link_version=0,
    )
    # Set as if they had been read: otherwise it would come into the session with them.
    for name, thing in {"party": party, "slot": slot, "farm": slot.farm}.items():
        set_committed_value(visit, name, thing)
    return visit


def read_whole(session: Session, slot: Slot) -> None:
    """Read a slot with all that is told of its farm and its offer, of which a list read little."""
    around = joinedload(Slot.offer), joinedload(Slot.farm)
    query = select(Slot).where(Slot.id == slot.id).options(*around)
    session.scalars(query.execution_options(populate_existing=True)).one()


def lodging_of_more(session: Session, visit: Visit) -> Lodging | None:
    """Return where the guests of a visit that is not made would sleep, beside who is there."""
    visit.state = VisitState.EXPIRED  # whoever holds beds is counted in its slot already
    sleeps = lodging.lodging_of(session, visit)
    visit.state = VisitState.PROPOSED
    return sleeps


def message_of(visit: Visit, side: Side) -> Message:
    """Return the message by which a side would be asked; it belongs to no session either."""
    users = visit.farm.users
    language = visit.party.language if side is Side.PARTY else users[0].language if users else "fr"
    channel = outbox.way_to(visit.party) if side is Side.PARTY else Channel.EMAIL
    message = Message(kind="visit-proposed", channel=channel, language=language, side=side)
    set_committed_value(message, "visit", visit)
    return message


def page_of(
    session: Session,
    visit: Visit,
    barriers: tuple[str, ...],
    sharing: tuple[int, int] | None,
) -> View:
    """Return what the guests would read on their page before they answer.

    Parameters
    ----------
    barriers
        What stands in their way, as the round knows it with all whom it would send there.
    sharing
        How many strangers, and how many they travel with, would sleep in their rooms.
    """
    return View(
        side=Side.PARTY,
        stage=Stage.PROPOSAL,
        state=visit.state,
        answer=Answer.AWAITED,
        answer_by=visit.answer_by,
        ended_here=False,
        may_answer=True,
        begun=False,
        arrived=False,
        well=False,
        stopped=False,
        code_by_email=False,
        waits=False,
        contacts=disclosure.contacts(session, visit),
        place=replace(shown.place(visit, barriers), sharing=sharing),
        photos=shown.photos(visit.farm),
    )
