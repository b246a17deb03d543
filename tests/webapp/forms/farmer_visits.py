"""The farm's answers, signed in."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_help_call, a_slot, a_visit
from tests.webapp.forms.places import audited, has_arrived, of, stands_on_facts, written
from tests.webapp.forms.row import Reading, Row, World, carried, typed
from webapp.ground.clock import now, today
from webapp.models import Answer, Side, VisitState


def a_proposal(db: Session) -> World:
    """A visit that awaits both answers."""
    slot = a_slot(db)
    return World(
        reader=a_farmer(db, slot.farm, language="en"), visit=a_visit(db, slot=slot), slot=slot
    )


def a_farms_no(db: Session) -> World:
    """A visit that the farm has declined, without a word why."""
    world = a_proposal(db)
    visit, slot = world.visit, world.slot
    visit.farm_answer, visit.state, visit.ended_by = Answer.NO, VisitState.DECLINED, Side.FARM
    visit.ended_at = datetime(2027, 3, 1, tzinfo=UTC)
    slot.release(visit.people)
    db.flush()
    return world


def a_date_in_doubt(db: Session) -> World:
    """A date of which the farm must say whether it stays open."""
    world = a_proposal(db)
    world.visit.state = VisitState.DECLINED
    world.slot.release(world.visit.people)
    world.slot.put_in_doubt()
    db.flush()
    return world


def guests_in_the_house(db: Session) -> World:
    world = a_proposal(db)
    world.visit.party_answer = world.visit.farm_answer = Answer.YES
    world.visit.state = VisitState.UNDER_WAY
    a_caseworker(db, world.visit.party.organisation)
    return world


def the_farm_has_called(db: Session) -> World:
    world = guests_in_the_house(db)
    a_help_call(db, world.visit, side=Side.FARM)
    return world


def settled(db: Session) -> World:
    world = a_proposal(db)
    world.visit.party_answer = world.visit.farm_answer = Answer.YES
    world.visit.state = VisitState.CONFIRMED
    db.flush()
    return world


def guests_on_their_way(db: Session) -> World:
    """The first day has come, and nobody has said yet that the guests are there."""
    world = guests_in_the_house(db)
    world.visit.state = VisitState.CONFIRMED
    first = today()
    world.slot.arrival, world.slot.departure = first, first + timedelta(days=4)
    world.visit.stay = Range(first, world.slot.departure, bounds="[]")
    db.flush()
    return world


def hour_is_said(reading: Reading) -> bool:
    return reading.again(reading.world.visit).hour_said_at is not None


def arrived(db: Session) -> World:
    """The same, and the guests are there."""
    world = guests_on_their_way(db)
    world.visit.arrived_at = now()
    db.flush()
    return world


ROWS = [
    Row(
        "farmer.say_well",
        arrived,
        page="farmer.show_visit",
        then={audited("visit.well", "side"): "farm"},
    ),
    Row(
        "farmer.report_arrival",
        guests_on_their_way,
        page="farmer.show_visit",
        then={audited("visit.arrived"): True, has_arrived: True},
    ),
    Row(
        "farmer.propose_hour",
        settled,
        subject="visit",
        page="farmer.show_visit",
        fields={"hour": typed("14", 14, at="arrival_hour"), "shown": carried(True, hour_is_said)},
        then={audited("visit.hour-proposed", "side"): "farm", written("visit-hour-asked"): 1},
    ),
    Row(
        "farmer.ask_help",
        guests_in_the_house,
        page="farmer.show_visit",
        then={audited("visit.help-asked", "side"): "farm", written("help-asked"): 1},
    ),
    Row(
        "farmer.withdraw_help",
        the_farm_has_called,
        page="farmer.show_help",
        then={audited("visit.help-withdrawn", "side"): "farm", written("help-withdrawn"): 1},
    ),
    Row(
        "farmer.confirm_slot",
        a_date_in_doubt,
        subject="slot",
        page="farmer.show_todo",
        then={"in_doubt_since": None},
    ),
    Row(
        "farmer.answer_visit",
        a_proposal,
        case="yes",
        subject="visit",
        page="farmer.show_visit",
        fields={
            "answer": typed("yes", Answer.YES, at="farm_answer"),
            "shown": carried(True, at=stands_on_facts),
        },
    ),
    Row(
        "farmer.answer_visit",
        a_proposal,
        case="no",
        subject="visit",
        page="farmer.show_visit",
        fields={"answer": typed("no", Answer.NO, at="farm_answer")},
        then={of("slot", "people_held"): 0, written("visit-declined"): 1},
    ),
    Row(
        "farmer.give_reason",
        a_farms_no,
        subject="visit",
        page="farmer.show_visit",
        fields={"reason": typed("season", at="farm_reason")},
        then={"end_reason": "season"},
    ),
]
