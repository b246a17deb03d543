"""What a caseworker does to visits."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farm,
    a_guest_call,
    a_help_call,
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_offer,
)
from tests.webapp.forms.places import audited, has_arrived, of, written
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now, today
from webapp.models import Answer, Channel, Message, MessageState, Misfit, Side, VisitState
from webapp.portals.help_calls.forms import SettleForm, TakeForm
from webapp.portals.rounds.forms import LiftForm
from webapp.portals.visit_desk.forms import (
    AgainForm,
    EndForm,
    KeepForm,
    RoomsForm,
    TelephoneAnswerForm,
)
from webapp.services.records import outbox
from webapp.services.visits import misfits, stays

REASON = "Her sister lives next door and will be there."


def a_visit_of_mine(arrival: date | None = None, **given: Any) -> Callable[[Session], World]:
    """Return what builds a visit of the caseworker's association, in the state that is given."""

    def build(db: Session) -> World:
        user = a_caseworker(db, language="en")
        slot = a_slot(db, arrival=arrival)
        visit = a_visit(db, a_party(db, user.organisation), slot, **given)
        return World(reader=user, visit=visit, slot=slot)

    return build


def a_visit_in_one_of_two_rooms(db: Session) -> World:
    user = a_caseworker(db, language="en")
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(1, 1))))
    visit = a_visit(db, a_party(db, user.organisation), slot)
    misfits.look_again(db)
    return World(reader=user, visit=visit, slot=slot)


def other_room(world: World) -> str:
    return f"{world.slot.rooms[1].id}x1"


def room_kept(reading: Reading) -> str:
    [[room, people]] = reading.again(reading.world.visit).rooms
    return f"{room}x{people}"


def letters_noted(reading: Reading) -> int:
    letters = select(Message.id).where(Message.channel == Channel.LETTER)
    return len(reading.fresh.scalars(letters).all())


def a_visit_asked_by_letter(db: Session) -> World:
    world = a_visit_of_mine()(db)
    world.side = "party"
    return world


def just_cancelled(db: Session) -> World:
    """A visit that was cancelled a moment ago: nobody is told yet."""
    world = a_visit_of_mine()(db)
    stays.cancel(db, world.visit, None, "weather")
    return world


def under_way(db: Session) -> World:
    """A visit whose first day is today, and of which nothing was heard."""
    return a_visit_of_mine(state=VisitState.UNDER_WAY, arrival=today())(db)


def a_call_for_help(db: Session) -> World:
    world = under_way(db)
    world.call = a_help_call(db, world.visit)
    return world


def a_call_to_guests(db: Session) -> World:
    world = under_way(db)
    world.guest_call = a_guest_call(db, world.visit)
    return world


def a_message_that_failed(db: Session) -> World:
    world = a_visit_of_mine()(db)
    world.message = outbox.write_to_party(db, world.visit, "visit-proposed", key="failed")
    world.message.state, world.message.failure = MessageState.FAILED, "sms-refused"
    db.flush()
    return world


def a_woman_and_a_host_who_lives_alone(db: Session) -> World:
    """A visit proposed to a woman, whose host has come to live alone since."""
    user = a_caseworker(db, language="en")
    party = a_party(db, user.organisation, persons=[a_person(sex="woman")])
    visit = a_visit(db, party)
    visit.farm.adults = 1
    db.flush()
    return World(reader=user, visit=visit)


def a_place_declined(db: Session) -> World:
    """A visit that its party has declined, which keeps the two apart."""
    declined = a_visit_of_mine(state=VisitState.DECLINED, ended_by=Side.PARTY, ended_at=now())
    world = declined(db)
    world.party = world.visit.party
    return world


def a_visit_that_no_longer_fits(db: Session) -> World:
    world = a_visit_of_mine()(db)
    world.visit.misfits.append(Misfit(rule="distance"))
    db.flush()
    return world


def kept_because(reading: Reading) -> str | None:
    [misfit] = reading.again(reading.world.visit).misfits
    return str(misfit.kept_reason) if misfit.kept_reason else None


def an_end(endpoint: str, world: Callable[[Session], World], state: VisitState) -> list[Row]:
    """Return the rows of an end: for a reason of a side, and by the programme."""
    return [
        Row(
            endpoint,
            world,
            form=EndForm,
            subject="visit",
            fields={
                "by": typed("farm", Side.FARM, at="ended_by"),
                "reason": typed("weather", at="end_reason"),
            },
            then={"state": state, of("slot", "people_held"): 0},
        ),
        Row(
            endpoint,
            world,
            case="by the programme",
            form=EndForm,
            subject="visit",
            fields={
                "by": typed("programme", becomes=True, at=by_nobody),
                "reason": typed("transport", at="end_reason"),
            },
            then={"state": state},
        ),
    ]


def by_nobody(reading: Reading) -> bool:
    """Return whether the visit has ended, by no side's wish."""
    visit = reading.again(reading.world.visit)
    return visit.ended_at is not None and visit.ended_by is None


def who_are_there(db: Session) -> World:
    world = under_way(db)
    world.visit.arrived_at = now()
    db.flush()
    return world


ROWS = [
    Row(
        "caseworker.post_letter",
        a_visit_asked_by_letter,
        page="caseworker.show_visit",
        then={letters_noted: 1},
    ),
    Row(
        "caseworker.record_answer",
        a_visit_of_mine(),
        form=TelephoneAnswerForm,
        subject="visit",
        fields={
            "side": typed("party", Side.PARTY, at="ended_by"),
            "answer": typed("no", Answer.NO, at="party_answer"),
            "reason": typed("too-far", at="party_reason"),
        },
        then={
            "state": VisitState.DECLINED,
            audited("visit.answered", "by_telephone"): True,
            written("visit-declined"): 1,
        },
    ),
    *an_end("caseworker.cancel_visit", a_visit_of_mine(), VisitState.CANCELLED),
    *an_end("caseworker.end_visit", under_way, VisitState.ENDED_EARLY),
    *an_end("caseworker.record_absence", under_way, VisitState.NO_SHOW),
    Row(
        "caseworker.undo_act",
        just_cancelled,
        subject="visit",
        page="caseworker.show_visit",
        then={"state": VisitState.PROPOSED, "undo": None, audited("visit.taken-back"): True},
    ),
    Row(
        "caseworker.restore_visit",
        a_visit_of_mine(state=VisitState.CANCELLED, ended_at=now()),
        subject="visit",
        page="caseworker.show_visit",
        then={"state": VisitState.PROPOSED, audited("visit.restored"): True},
    ),
    Row(
        "caseworker.record_arrival",
        under_way,
        subject="visit",
        page="caseworker.show_visit",
        then={audited("visit.arrived"): True, has_arrived: True},
    ),
    Row(
        "caseworker.take_back_arrival",
        who_are_there,
        subject="visit",
        page="caseworker.show_visit",
        then={audited("visit.not-arrived"): True, has_arrived: False},
    ),
    Row(
        "caseworker.take_help_call",
        a_call_for_help,
        form=TakeForm,
        subject="call",
        fields={"note": typed("I call them now.", at="taken_note")},
        then={audited("visit.help-taken"): True},
    ),
    Row(
        "caseworker.settle_help_call",
        a_call_for_help,
        form=SettleForm,
        subject="call",
        fields={"note": typed("The bus was late: they are there.", at="settled_note")},
        then={audited("visit.help-settled"): True},
    ),
    Row(
        "caseworker.make_guest_call",
        a_call_to_guests,
        page="caseworker.show_todo",
        then={of("guest_call", "made_by_id"): lambda world: world.reader.id},
    ),
    Row(
        "caseworker.renew_links",
        a_visit_of_mine(),
        subject="visit",
        page="caseworker.show_visit",
        then={"link_version": 2, written("visit-link"): 2},
    ),
    Row(
        "caseworker.repeat_message",
        a_message_that_failed,
        subject="message",
        page="caseworker.show_visit",
        then={"state": MessageState.QUEUED, audited("visit.message-repeated"): True},
    ),
    Row(
        "caseworker.lift_on_visit",
        a_woman_and_a_host_who_lives_alone,
        form=LiftForm,
        subject="visit",
        fields={"reason": typed(REASON, at="lift_reason")},
    ),
    Row(
        "caseworker.keep_visit",
        a_visit_that_no_longer_fits,
        form=KeepForm,
        fields={"reason": typed(REASON, at=kept_because)},
    ),
    Row(
        "caseworker.choose_rooms",
        a_visit_in_one_of_two_rooms,
        form=RoomsForm,
        fields={"rooms": typed(other_room, at=room_kept)},
    ),
    Row(
        "caseworker.propose_again",
        a_place_declined,
        form=AgainForm,
        subject="visit",
        fields={"reason": typed(REASON, at="again_reason")},
    ),
]
