"""The forms of case meetings."""

from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.webapp.forms.paths import somebody
from tests.webapp.forms.places import audited, how_many, is_there, newest, of
from tests.webapp.forms.row import Row, World, typed
from tests.webapp.paths.case_builders import a_case_meeting, a_decision, closed_by
from webapp.models import CaseDecision, CaseMeeting, CaseState
from webapp.portals.caseworker.case_forms import (
    CaseDecisionForm,
    CaseForm,
    CasePresentForm,
    NewDecisionForm,
)


def an_open_meeting(db: Session) -> World:
    world = somebody(db)
    world.case = a_case_meeting(db, world.reader.organisation_id)
    return world


def a_meeting_that_decided(db: Session) -> World:
    world = somebody(db)
    world.decision = a_decision(db, world.person)
    world.case = world.decision.meeting
    world.other = a_caseworker(db, world.reader.organisation)
    return world


def a_meeting_to_sign(db: Session) -> World:
    world = a_meeting_that_decided(db)
    closed_by(db, world.case, world.reader, world.other)
    return world


ROWS = [
    Row(
        "caseworker.open_case",
        somebody,
        form=CaseForm,
        subject=newest(CaseMeeting),
        fields={
            "day": typed("2027-02-26", date(2027, 2, 26)),
            "bodies": typed("CAF, mission locale"),
        },
        then={audited("case.opened"): True},
    ),
    Row(
        "caseworker.decide_case",
        an_open_meeting,
        form=NewDecisionForm,
        subject=newest(CaseDecision),
        fields={
            "meeting": typed(lambda world: str(world.case.id), lambda world: world.case.id,
                             at="meeting_id"),
            "their_word": typed("Je préfère apprendre près de chez moi."),
            "not_asked": typed("", None),
            "decision": typed("Visite du CFPPA de Coutances avec Nadia."),
        },
        then={audited("party.case-decided"): True},
    ),
    Row(
        "caseworker.edit_case_decision",
        a_meeting_that_decided,
        form=CaseDecisionForm,
        subject="decision",
        edits=True,
        fields={
            "their_word": typed("", None),
            "not_asked": typed("no-interpreter"),
            "decision": typed("On en reparle avec un interprète."),
        },
    ),
    Row(
        "caseworker.remove_case_decision",
        a_meeting_that_decided,
        page="caseworker.show_case",
        then={is_there("decision"): False, audited("party.case-removed"): True},
    ),
    Row(
        "caseworker.remove_case",
        an_open_meeting,
        page="caseworker.show_case",
        then={is_there("case"): False, audited("case.removed"): True},
    ),
    Row(
        "caseworker.close_case",
        a_meeting_that_decided,
        form=CasePresentForm,
        fields={
            "present": typed(
                lambda world: [str(world.reader.id), str(world.other.id)],
                2,
                at=how_many("case", "signatures"),
            )
        },
        then={of("case", "state"): CaseState.SIGNING},
    ),
    Row(
        "caseworker.take_up_case",
        a_meeting_to_sign,
        page="caseworker.show_case",
        then={of("case", "state"): CaseState.OPEN},
    ),
    Row(
        "caseworker.sign_case",
        a_meeting_to_sign,
        page="caseworker.show_case",
        then={audited("case.signed"): True},
    ),
]  # fmt: skip
