"""A round in which nobody has a place offers nothing to publish, and says where to read why."""

from sqlalchemy.orm import Session

from tests.builders import a_party, a_round
from tests.page import Page
from tests.webapp.services.solving import Sessions, solved
from webapp.models import Slot, User

NOTHING = "Nobody has a place, so there is nothing to send."


def test_a_round_without_any_pair_is_not_offered_to_be_published(
    desk: Page, db: Session, sessions: Sessions, caseworker: User, slot: Slot
) -> None:
    a_party(db, caseworker.organisation, reach_km=20)
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    solved(db, sessions, made)
    desk.visit(f"/casework/rounds/{made.id}")
    assert NOTHING in desk.text
    assert "Check and publish" not in desk.text
    a_party(db, caseworker.organisation)
    solved(db, sessions, made)
    desk.visit(f"/casework/rounds/{made.id}")
    assert NOTHING not in desk.text
    assert "Check and publish" in desk.text
