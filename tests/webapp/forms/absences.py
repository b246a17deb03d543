"""Absences to talk about: attempts, the talk, what helps, a place that goes on."""

from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_party
from tests.webapp.forms.places import audited, how_many, of
from tests.webapp.forms.row import Row, World, carried, typed
from tests.webapp.workshops.builders import a_seat, a_series, an_absence
from webapp.models import ReviewState
from webapp.portals.caseworker.absences import PlanTalkForm, RemedyForm, TalkForm
from webapp.portals.seats.leaving import LeavePlacesForm


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


def somebody_to_be_given_on(db: Session) -> World:
    world = somebody_talked_with(db)
    a_seat(db, a_series(db), person=world.party.persons[0])
    return world


def signed_by_me(db: Session) -> World:
    world = somebody_talked_with(db)
    world.review.signed_by_id = world.reader.id
    return world


def tried_by_me(db: Session) -> World:
    world = somebody_absent(db)
    world.review.attempt(world.reader, "call")
    return world


def signed_by_a_colleague(db: Session) -> World:
    world = somebody_to_be_given_on(db)
    world.review.signed_by_id = a_caseworker(db, world.reader.organisation).id
    return world


def left_to_a_coordinator(db: Session) -> World:
    world = somebody_to_be_given_on(db)
    world.review.signed_by_id = world.reader.id
    world.reader = a_coordinator(db, language="en")
    return world


ROWS = [
    Row(
        "caseworker.undo_attempt",
        tried_by_me,
        page="caseworker.show_absence",
        then={audited("absence.try-undone"): True, how_many("review", "attempts"): 0},
    ),
    Row(
        "caseworker.take_signature_back",
        signed_by_me,
        page="caseworker.show_absence",
        subject="review",
        then={"signed_by_id": None},
    ),
    Row(
        "coordinator.give_place_on",
        left_to_a_coordinator,
        page="coordinator.show_absence",
        subject="review",
        fields={"read": carried(ReviewState.PLACE_GIVEN_ON, at=of("review", "state"))},
    ),
    *(
        Row(
            f"{portal}.leave_places",
            asked,
            form=LeavePlacesForm,
            subject="review",
            fields={
                "because": typed("They have found a way to come.", at=of("review", "left_because"))
            },
            then={"signed_by_id": None, audited("absence.left"): True},
        )
        for portal, asked in (
            ("caseworker", signed_by_a_colleague),
            ("coordinator", left_to_a_coordinator),
        )
    ),
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
        somebody_to_be_given_on,
        page="caseworker.show_absence",
        subject="review",
        fields={"read": carried(ReviewState.PLACE_GIVEN_ON, at=of("review", "state"))},
        then={audited("absence.given-on"): True},
    ),
]
