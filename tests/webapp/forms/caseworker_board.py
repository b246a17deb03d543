"""What is pressed on the board: answers asked for again, journeys that are ready."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_reply
from tests.webapp.forms.caseworker_visits import a_visit_of_mine
from tests.webapp.forms.places import audited, of, written
from tests.webapp.forms.row import Reading, Row, World, carried, typed
from webapp.ground.clock import now
from webapp.models import Correction, Message, VisitState
from webapp.portals.caseworker.corrections import AnswerForm
from webapp.portals.visit_desk.tickets import TicketsForm
from webapp.services.visits import proposing


def asked_long_ago(db: Session) -> World:
    """A proposal whose two sides were asked three days ago, and have not answered."""
    world = a_visit_of_mine()(db)
    proposing.tell_both(db, world.visit, "visit-proposed")
    for message in db.scalars(select(Message)):
        message.created_at = now() - timedelta(days=3)
    db.flush()
    return world


def a_text_to_read(db: Session) -> World:
    world = a_visit_of_mine()(db)
    world.reply = a_reply(db, world.visit.party)
    return world


def a_correction_asked(db: Session) -> World:
    world = a_visit_of_mine()(db)
    world.correction = a_reply(db, world.visit.party, asks_correction=True)
    return world


def are_bought(reading: Reading) -> bool:
    """Return whether the visit's tickets are noted as bought."""
    return reading.again(reading.world.visit).tickets_bought_at is not None


def call_noted(reading: Reading) -> str:
    """Return whether a call before arrival is noted, by whoever is signed in."""
    visit = reading.again(reading.world.visit)
    return "yes" if visit.called_ahead_at and visit.called_ahead_by_id else "no"


def journey_noted(reading: Reading) -> str:
    """Return what the button would say of the visit's journey, as it is stored."""
    return "yes" if reading.again(reading.world.visit).journey_ready_at else "no"


ROWS = [
    Row(
        "caseworker.read_reply",
        a_text_to_read,
        page="caseworker.show_todo",
        then={
            of("reply", "read_by_id"): lambda world: world.reader.id,
            audited("party.text-read"): True,
        },
    ),
    Row(
        "caseworker.answer_correction",
        a_correction_asked,
        form=AnswerForm,
        subject="correction",
        fields={
            "outcome": typed("corrected", Correction.CORRECTED),
            "ready": typed("in-part"),
            "words": typed("It is put right.", at="answered"),
        },
        then={audited("party.correction-answered", "outcome"): "corrected"},
    ),
    Row(
        "caseworker.prepare_journey",
        a_visit_of_mine(),
        subject="visit",
        page="caseworker.show_visit",
        fields={"ready": carried("yes", at=journey_noted)},
        then={audited("visit.journey-ready"): True},
    ),
    Row(
        "caseworker.note_call_ahead",
        a_visit_of_mine(state=VisitState.CONFIRMED),
        subject="visit",
        page="caseworker.show_visit",
        fields={"called": carried("yes", at=call_noted)},
        then={audited("visit.called-ahead"): True},
    ),
    Row(
        "caseworker.note_tickets",
        a_visit_of_mine(),
        form=TicketsForm,
        subject="visit",
        edits=True,
        fields={
            "ticket_from": typed("association"),
            "bought": typed(True, becomes=True, at=are_bought),
            "ticket_given": typed("counter"),
            "ticket_code": typed(" QK7M2P ", "QK7M2P"),
            "fare": typed("34,5", 3450, at="fare_cents"),
        },
        then={audited("visit.tickets-noted", "bought"): True},
    ),
    Row(
        "caseworker.ask_again",
        asked_long_ago,
        page="caseworker.show_todo",
        fields={"visit": carried(True, at=audited("visit.asked-again"))},
        then={written("visit-reminder"): 2},
    ),
]
