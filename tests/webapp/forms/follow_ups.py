"""What became of it: told behind the link, in the farm's portal, or to a caseworker."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer, a_slot, a_visit
from tests.webapp.forms.places import audited
from tests.webapp.forms.row import Filter, Found, Reading, Row, World, carried, typed
from webapp.ground.clock import today
from webapp.models import Answer, FollowUp, FollowUpAttempt, FollowUpState, Side, Visit, VisitState
from webapp.portals.caseworker.follow_up_calls import CallsForm
from webapp.portals.caseworker.follow_ups import FollowUpForm
from webapp.portals.farmer.follow_ups import SinceForm
from webapp.services.records.tokens import visit_token


def a_month_ago(db: Session, **given: Any) -> Visit:
    slot = a_slot(db, arrival=today() - timedelta(days=40))
    stay = Range(slot.arrival, today() - timedelta(days=36), bounds="[]")
    yes = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    whole: dict[str, Any] = {"slot": slot, "stay": stay, "state": VisitState.EVALUATED, **yes}
    return a_visit(db, **whole, **given)


def due(db: Session, side: Side) -> World:
    """A follow-up of one side, due a few days ago."""
    visit = a_month_ago(db)
    due_on = today() - timedelta(days=5)
    asked = FollowUp(visit_id=visit.id, side=side, months=1, due_on=due_on)
    db.add(asked)
    db.flush()
    return World(visit=visit, follow_up=asked, token=visit_token(visit, side))


def of_farm(db: Session) -> World:
    """A farm that has told something before."""
    world = due(db, Side.FARM)
    world.follow_up.reach("moved", "portal", today())
    world.reader = a_farmer(db, world.visit.farm, language="en")
    return world


def of_guests(db: Session) -> World:
    world = due(db, Side.PARTY)
    world.reader = a_caseworker(db, world.visit.party.organisation, language="en")
    return world


def of_guests_reached(db: Session) -> World:
    world = of_guests(db)
    world.follow_up.reach("moved", "meeting", yesterday())
    db.flush()
    return world


def two_to_call(db: Session) -> World:
    """Guests and their farm, both due some days ago."""
    world = of_guests(db)
    since = today() - timedelta(days=5)
    world.other = FollowUp(visit_id=world.visit.id, side=Side.FARM, months=1, due_on=since)
    db.add(world.other)
    db.flush()
    return world


def three_follow_ups(db: Session) -> World:
    """Guests due after a month; their farm due after three, and lost after six."""
    world = of_guests(db)
    of_farm = {"visit_id": world.visit.id, "side": Side.FARM, "due_on": today()}
    lost = FollowUp(months=6, state=FollowUpState.LOST, **of_farm)
    db.add_all([FollowUp(months=3, **of_farm), lost])
    db.flush()
    return world


def yesterday() -> date:
    return today() - timedelta(days=1)


def fact(name: str) -> Callable[[Reading], Any]:
    def read(reading: Reading) -> Any:
        return getattr(reading.again(reading.world.follow_up), name)

    return read


def of_the_other(reading: Reading) -> Any:
    return reading.again(reading.world.other).state


def tried(name: str) -> Callable[[Reading], Any]:
    """Return what reads the last attempt."""

    def read(reading: Reading) -> Any:
        found = reading.fresh.scalars(select(FollowUpAttempt)).first()
        return found and getattr(found, name)

    return read


ROWS = [
    Row(
        "visit_page.keep_outcome",
        lambda db: due(db, Side.PARTY),
        page="visit_page.tell_since",
        fields={
            "answer": typed("second-stay", at=fact("outcome")),
            "months": carried(1, at=fact("months")),
        },
        then={fact("told_by"): "link", audited("visit.followed-up", "side"): "party"},
    ),
    Row(
        "farmer.tell_since",
        of_farm,
        form=SinceForm,
        subject="follow_up",
        edits=True,
        fields={"outcome": typed("farm-contact"), "months": carried(1, at="months")},
    ),
    Row(
        "caseworker.show_follow_up",
        of_guests,
        form=FollowUpForm,
        case="reached",
        fields={
            "how": typed("meeting", at=fact("told_by")),
            "on": typed(
                lambda _world: yesterday().isoformat(),
                lambda _world: yesterday(),
                at=fact("reached_on"),
            ),
            "result": typed("reached", FollowUpState.REACHED, at=fact("state")),
            "outcome": typed("durable-job", at=fact("outcome")),
            "proof": typed("seen", at=fact("proof")),
        },
    ),
    Row(
        "caseworker.show_follow_up",
        of_guests_reached,
        form=FollowUpForm,
        subject="follow_up",
        edits=True,
        case="put right",
        fields={
            "how": typed("message", at="told_by"),
            "on": typed(
                lambda _world: today().isoformat(), lambda _world: today(), at="reached_on"
            ),
            "result": carried(FollowUpState.REACHED, at="state"),
            "outcome": typed("second-stay"),
            "proof": typed("seen"),
        },
    ),
    Row(
        "caseworker.show_follow_up",
        of_guests,
        form=FollowUpForm,
        case="not reached",
        fields={
            "how": typed("message", at=tried("how")),
            "on": typed(lambda _world: today().isoformat(), lambda _world: today(), at=tried("on")),
            "result": typed("not-reached", FollowUpState.ATTEMPTED, at=fact("state")),
            "outcome": carried(None, at=fact("outcome")),
            "proof": carried(None, at=fact("proof")),
        },
    ),
    Row(
        "caseworker.note_calls",
        two_to_call,
        form=CallsForm,
        fields={
            "how": typed("message", at=fact("told_by")),
            "on": typed(
                lambda _world: yesterday().isoformat(),
                lambda _world: yesterday(),
                at=fact("reached_on"),
            ),
            "call_{follow_up}": typed("second-stay", at=fact("outcome")),
            "call_{other}": typed("not-reached", FollowUpState.ATTEMPTED, at=of_the_other),
        },
        then={tried("how"): "message", audited("visit.follow-up-tried", "side"): "farm"},
    ),
    Row(
        "caseworker.note_calls",
        two_to_call,
        form=CallsForm,
        case="the others not reached",
        fields={
            "call_{follow_up}": typed("second-stay", at=fact("outcome")),
            "others": typed("not-reached", FollowUpState.ATTEMPTED, at=of_the_other),
        },
        then={audited("visit.follow-up-tried", "side"): "farm"},
    ),
]
FILTERS = [
    Filter(
        "caseworker.list_follow_ups",
        three_follow_ups,
        fields={
            "state": Found("lost", "6 months", "1 month"),
            "side": Found("farm", "3 months", "1 month"),
        },
    ),
]
