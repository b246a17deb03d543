"""A round whose days are past can do nothing more, and says so."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.page import Page
from tests.webapp.rounds.test_pages import two_kept_in_one_bed
from tests.webapp.services.solving import Sessions
from webapp.ground.clock import today
from webapp.models import User


def test_a_round_whose_days_are_over_is_neither_run_nor_sent(
    desk: Page, db: Session, sessions: Sessions, caseworker: User
) -> None:
    made, _parties, _slot = two_kept_in_one_bed(db, sessions, caseworker)
    made.first_day, made.last_day = today() - timedelta(days=9), today() - timedelta(days=1)
    desk.visit(f"/casework/rounds/{made.id}")
    assert "The days of this round are over" in desk.text
    assert "Run again" not in desk.text
    assert "Check and publish" not in desk.text
    assert "Settings" in desk.text
