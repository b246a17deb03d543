"""The figures of a round tell an association of its own people, and of nobody else's visits."""

from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_programme,
    a_round,
    a_slot,
    a_visit,
    an_offer,
)
from tests.page import Page
from webapp.models import VisitState


def test_a_new_association_reads_nothing_of_the_visits_of_others(page: Page, db: Session) -> None:
    a_programme(db)
    user = a_caseworker(db, language="en")
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(1, 1))))
    a_visit(db, a_party(db), slot, state=VisitState.CONFIRMED)
    made = a_round(db, user.organisation, created_by=user)
    page.sign_in(user).visit(f"/casework/rounds/{made.id}")
    assert "0 people are ready" in page.text
    assert "0 possible pairs" in page.text
    assert "1 free bed" in page.text
    assert "1 place that nobody can take" in page.text
