"""The call before arrival: by whom and when, on the visit and on the board."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_slot, a_visit
from tests.page import Page
from webapp.ground.clock import now, today
from webapp.models import Answer, User, Visit, VisitState


def expected(db: Session, by: User, days: int) -> Visit:
    """A visit that is certain and ready, so many days ahead."""
    slot = a_slot(db, arrival=today() + timedelta(days=days))
    return a_visit(
        db,
        a_party(db, by.organisation),
        slot,
        state=VisitState.CONFIRMED,
        party_answer=Answer.YES,
        farm_answer=Answer.YES,
        journey_ready_at=now(),
    )


def test_the_call_is_noted_on_the_visit_with_who_made_it_and_can_be_taken_back(
    page: Page, db: Session
) -> None:
    caseworker = a_caseworker(db, name="Inès Dubois")
    visit = expected(db, caseworker, 5)
    page.sign_in(caseworker).visit(f"/casework/visits/{visit.id}")
    assert "pas encore fait" in page.text
    page.submit(button="Ces personnes ont été appelées avant le trajet")
    db.expire_all()
    assert (visit.called_ahead_by, visit.called_ahead_at is not None) == (caseworker, True)
    assert "par Inès Dubois" in page.text
    first = visit.called_ahead_at
    visit.call_ahead(a_caseworker(db, caseworker.organisation))
    assert (visit.called_ahead_by, visit.called_ahead_at) == (caseworker, first)
    page.submit(button="Finalement, personne ne les a appelées")
    db.expire_all()
    assert visit.called_ahead_at is None
    assert visit.called_ahead_by_id is None


def test_the_board_asks_for_the_call_in_the_last_days(page: Page, db: Session) -> None:
    caseworker = a_caseworker(db)
    near, far = expected(db, caseworker, 3), expected(db, caseworker, 8)
    page.sign_in(caseworker).visit("/casework/")
    assert page.response.text.count("/call-ahead") == 1
    page.submit({}, to=f"/casework/visits/{near.id}/call-ahead")
    db.expire_all()
    assert near.called_ahead_at is not None
    assert far.called_ahead_at is None
    page.visit("/casework/")
    assert "appelées" in page.text
    assert "/call-ahead" not in page.response.text
