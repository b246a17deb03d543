"""Committees: a day, a line that is added, a decision, and what each button does."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme
from tests.webapp.committees.builders import a_committee, a_line
from tests.webapp.forms.places import audited, is_there, newest, of
from tests.webapp.forms.row import Reading, Row, World, typed
from webapp.ground.clock import now
from webapp.models import Committee, CommitteeLine, CommitteeState
from webapp.portals.coordinator.added_lines import LineForm
from webapp.portals.coordinator.committee_minutes import PresentForm
from webapp.portals.coordinator.committees import CommitteeForm, DecisionForm
from webapp.services.committees import keeping


def a_reader(db: Session) -> World:
    a_programme(db)
    return World(reader=a_coordinator(db, language="en", last_seen_at=now()))


def state(reading: Reading) -> Any:
    return reading.again(reading.world.committee).state.value


def one_in_preparation(db: Session) -> World:
    world = a_reader(db)
    world.committee = a_committee(db)
    return world


def one_with_a_line(db: Session) -> World:
    world = a_reader(db)
    world.line = a_line(db)
    world.committee = world.line.committee
    return world


def one_to_sign(db: Session) -> World:
    world = one_with_a_line(db)
    keeping.close(db, world.committee, SAID, [world.reader], world.reader)
    return world


def one_to_sign_by_somebody_gone(db: Session) -> World:
    world = one_with_a_line(db)
    world.user = a_coordinator(db, last_seen_at=now())
    keeping.close(db, world.committee, SAID, [world.reader, world.user], world.reader)
    keeping.sign(db, world.committee, world.reader)
    world.user.suspended_at = now()
    return world


SAID: dict[str, Any] = {"title": "Comité"}
ROWS = [
    Row(
        "coordinator.close_committee",
        one_with_a_line,
        form=PresentForm,
        fields={
            "present": typed(lambda world: [str(world.reader.id)], "signing", at=state),
            "others": typed("Une conseillère de la région", at=of("committee", "others_present")),
        },
    ),
    Row(
        "coordinator.note_unsigned",
        one_to_sign_by_somebody_gone,
        page="coordinator.show_committee",
        then={state: "signed", audited("committee.left-unsigned"): True},
    ),
    Row(
        "coordinator.take_up_committee",
        one_to_sign,
        page="coordinator.show_committee",
        then={state: "meeting"},
    ),
    Row(
        "coordinator.sign_committee",
        one_to_sign,
        page="coordinator.show_committee",
        then={state: "signed", audited("committee.signed"): True},
    ),
    Row(
        "coordinator.call_committee",
        a_reader,
        form=CommitteeForm,
        subject=newest(Committee),
        fields={"day": typed("2027-03-09", date(2027, 3, 9))},
    ),
    Row(
        "coordinator.add_committee_line",
        one_in_preparation,
        form=LineForm,
        subject=newest(CommitteeLine),
        fields={"title": typed("Le minibus")},
    ),
    Row(
        "coordinator.change_committee_line",
        one_with_a_line,
        form=LineForm,
        subject="line",
        edits=True,
        fields={"title": typed("Le minibus")},
    ),
    Row(
        "coordinator.remove_committee_line",
        one_with_a_line,
        page="coordinator.change_committee_line",
        then={is_there("line"): False},
    ),
    Row(
        "coordinator.begin_committee",
        one_in_preparation,
        page="coordinator.show_committee",
        then={
            of("committee", "state"): CommitteeState.MEETING,
            audited("committee.begun"): True,
        },
    ),
    Row(
        "coordinator.write_decision",
        one_with_a_line,
        form=DecisionForm,
        subject="line",
        edits=True,
        fields={"decision": typed("On le loue.")},
    ),
    Row(
        "coordinator.remove_committee",
        one_in_preparation,
        page="coordinator.show_committee",
        then={is_there("committee"): False},
    ),
]
