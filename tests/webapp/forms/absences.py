"""Absences to talk about: attempts, the talk, what helps, a place that goes on."""

from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party
from tests.webapp.forms.places import audited, how_many
from tests.webapp.forms.row import Row, World, typed
from tests.webapp.workshops.builders import an_absence
from webapp.models import ReviewState
from webapp.portals.caseworker.absences import PlanTalkForm, RemedyForm, TalkForm


def somebody_absent(db: Session, **given: object) -> World:
    reader = a_caseworker(db, language="en")
    party = a_party(db, reader.organisation, language="ar")
    return World(reader=reader, party=party, review=an_absence(db, party.persons[0], **given))


def somebody_talked_with(db: Session) -> World:
    first = a_caseworker(db).id
    talked = {"talked_on": date(2027, 2, 27), "talked_by_id": first, "signed_by_id": first}
    return somebody_absent(
        db, state=ReviewState.TALKED, language="ar", reason="transport", **talked
    )


ROWS = [
    Row(
        "caseworker.log_attempt",
        somebody_absent,
        page="caseworker.show_absence",
        fields={"how": typed("call", 1, at=how_many("review", "attempts"))},
        then={audited("absence.tried", "how"): "call"},
    ),
    Row(
        "caseworker.plan_talk",
        somebody_absent,
        form=PlanTalkForm,
        subject="review",
        fields={"talk_on": typed("2027-03-09", date(2027, 3, 9))},
        then={"state": ReviewState.TALK_PLANNED},
    ),
    Row(
        "caseworker.note_talk",
        somebody_absent,
        form=TalkForm,
        subject="review",
        fields={
            "talked_on": typed("2027-02-27", date(2027, 2, 27)),
            "language": typed("prs"),
            "reason": typed("childcare"),
        },
        then={"state": ReviewState.TALKED},
    ),
    Row(
        "caseworker.choose_remedy",
        somebody_talked_with,
        form=RemedyForm,
        subject="review",
        fields={"remedy": typed("companion")},
        then={"state": ReviewState.REMEDIED},
    ),
    Row(
        "caseworker.give_place_on",
        somebody_talked_with,
        page="caseworker.show_absence",
        subject="review",
        then={"state": ReviewState.PLACE_GIVEN_ON, audited("absence.given-on"): True},
    ),
]
