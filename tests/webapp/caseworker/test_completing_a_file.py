"""A file is completed one missing topic after the other."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import a_party
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import PartyState, User


def test_a_file_that_is_being_completed_leads_from_one_missing_topic_to_the_next(
    desk: Page, db: Session, caseworker: User
) -> None:
    nothing: dict[str, Any] = {"number": None, "availabilities": [], "frames": []}
    party = a_party(db, caseworker.organisation, state=PartyState.ENROLLED, **nothing)
    desk.visit(f"/casework/parties/{party.id}").follow("telephone number")
    desk.submit({"phone": "06 12 34 56 78"}, button="Save")
    assert desk.path.endswith("/availability")
    first, last = today() + timedelta(days=10), today() + timedelta(days=40)
    days = {"first_day": first.isoformat(), "last_day": last.isoformat()}
    desk.submit(days, button="Add these days")
    assert desk.path.endswith("/wishes")
    desk.submit({"frames": ["discovery"]}, button="Save")
    assert desk.path == f"/casework/parties/{party.id}"


def test_a_topic_that_stays_incomplete_is_not_asked_again_at_once(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, state=PartyState.ENROLLED, number=None)
    desk.visit(f"/casework/parties/{party.id}/contact").submit(button="Save")
    assert desk.path == f"/casework/parties/{party.id}"


def test_a_file_in_use_is_shown_again_after_a_change(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, number=None)
    desk.visit(f"/casework/parties/{party.id}/needs").submit(button="Save")
    assert desk.path == f"/casework/parties/{party.id}"


def test_nobody_waits_for_a_text_message_that_cannot_arrive(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, number=None)
    desk.visit(f"/casework/parties/{party.id}/contact")
    desk.submit({"phone": "02 31 00 00 00", "channel": "sms"}, button="Save")
    assert "No text message reaches this number" in desk.text
    desk.submit({"phone": "02 31 00 00 00", "channel": "phone-call"}, button="Save")
    assert (party.phone, party.channel) == ("+33231000000", "phone-call")


def test_a_number_whose_calls_cost_extra_is_refused(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, number=None)
    desk.visit(f"/casework/parties/{party.id}/contact")
    desk.submit({"phone": "08 99 12 34 56"}, button="Save")
    assert "cost extra" in desk.text
    assert party.phone is None
