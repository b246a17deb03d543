"""What local referents write, and how a visit is given to one."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_help_call,
    a_party,
    a_slot,
    a_visit,
)
from tests.webapp.forms.places import audited, has_arrived, newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from tests.webapp.visits.nearby import a_local_referent
from webapp.ground.clock import today
from webapp.models import Answer, HelpCall, NoteKind, VisitNote, VisitState
from webapp.portals.local_referent.away import AwayForm
from webapp.portals.local_referent.visits import NoteForm
from webapp.portals.visit_desk.local_referents import LocalReferentForm
from webapp.services.records import audit
from webapp.services.visits import stays


def a_visit_of_today(db: Session) -> World:
    """A visit near them begins today, and nobody has said that the guests are there."""
    reader = a_local_referent(db, language="en")
    yes: dict[str, Any] = {"party_answer": Answer.YES, "farm_answer": Answer.YES}
    near: dict[str, Any] = {"local_referent_id": reader.id, "state": VisitState.CONFIRMED}
    slot = a_slot(db, arrival=today())
    visit = a_visit(db, slot=slot, **yes, **near)
    a_caseworker(db, visit.party.organisation)
    return World(reader=reader, visit=visit)


def they_have_called(db: Session) -> World:
    world = a_visit_of_today(db)
    a_help_call(db, world.visit, side=None)
    return world


def a_visit_to_give(db: Session) -> World:
    """A visit of a caseworker, and a volunteer near its farm."""
    reader = a_caseworker(db, language="en")
    visit = a_visit(db, a_party(db, reader.organisation))
    return World(reader=reader, visit=visit, local=a_local_referent(db))


def whose_call(reading: Reading) -> bool:
    call = newest(HelpCall)(reading)
    return call is not None and call.side is None


def is_named(reading: Reading) -> bool:
    nearby = reading.again(reading.world.reader).nearby
    return nearby is not None and nearby.is_named


FIRST, LAST = today() + timedelta(days=50), today() + timedelta(days=60)


def they_came_by_mistake(db: Session) -> World:
    world = a_visit_of_today(db)
    audit.set_actor(db, audit.Actor("user", world.reader.id))
    stays.arrive(db, world.visit)
    return world


ROWS = [
    Row(
        "local_referent.take_back_arrival",
        they_came_by_mistake,
        page="local_referent.show_visit",
        then={has_arrived: False, audited("visit.not-arrived"): True},
    ),
    Row(
        "local_referent.report_arrival",
        a_visit_of_today,
        page="local_referent.show_visit",
        then={has_arrived: True},
    ),
    Row(
        "local_referent.ask_help",
        a_visit_of_today,
        page="local_referent.show_visit",
        then={whose_call: True, audited("visit.help-asked"): 1},
    ),
    Row(
        "local_referent.withdraw_help",
        they_have_called,
        page="local_referent.show_help",
        then={audited("visit.help-withdrawn"): 1},
    ),
    Row(
        "local_referent.write_note",
        a_visit_of_today,
        form=NoteForm,
        subject=newest(VisitNote),
        fields={
            "kind": typed("not-reached", NoteKind.NOT_REACHED),
            "words": typed("I call again at six."),
        },
    ),
    Row(
        "local_referent.say_away",
        a_visit_of_today,
        form=AwayForm,
        subject=lambda reading: reading.again(reading.world.reader).nearby,
        fields={
            "away_from": typed(FIRST.isoformat(), FIRST),
            "away_until": typed(LAST.isoformat(), LAST),
        },
    ),
    Row(
        "local_referent.be_named",
        a_visit_of_today,
        page="local_referent.list_visits",
        fields={"named": typed("yes", True, at=is_named)},
        then={audited("user.naming-said"): 1},
    ),
    Row(
        "caseworker.choose_local_referent",
        a_visit_to_give,
        form=LocalReferentForm,
        fields={
            "who": typed(
                lambda world: str(world.local.id),
                lambda world: world.local.id,
                at=of("visit", "local_referent_id"),
            )
        },
    ),
]
