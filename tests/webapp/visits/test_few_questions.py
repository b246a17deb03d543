"""How often a guest's page, an answer with the page it leads to, and a board ask the database."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from tests.builders import a_party, a_visit
from tests.page import Page
from tests.webapp.test_queries import counted
from tests.webapp.visits.test_visit_page import address
from webapp.services.visits import nudging
from webapp.services.visits.search import load_visits, on_a_board


def test_a_proposal_is_shown_and_answered_in_few_questions(page: Page, db: Session) -> None:
    visit = a_visit(db, a_party(db))
    db.commit()
    _ask_at_most(7, db, lambda: page.visit(address(visit)))
    _ask_at_most(15, db, lambda: page.submit({}, button="Oui, je viens"))


def test_nothing_is_asked_once_the_reading_is_kept(page: Page, db: Session) -> None:
    visit = a_visit(db, a_party(db, language="fr"))
    db.commit()
    with counted() as statements:
        page.visit(address(visit))
    asked = [each for each in statements if "SAVEPOINT" not in each]
    assert "voice_judgements" in "".join(asked)
    assert asked[-1].startswith("INSERT INTO events"), asked[-1]


def _ask_at_most(most: int, db: Session, act: Callable[[], object]) -> None:
    db.expunge_all()
    with counted() as statements:
        act()
    asked = [each for each in statements if "SAVEPOINT" not in each]  # those are the test's
    assert len(asked) <= most, "\n".join(asked)


def test_whom_of_a_boards_visits_one_may_ask_again_is_asked_once_for_all(db: Session) -> None:
    made = [a_visit(db, a_party(db, channel=channel)).id for channel in ("sms", "email", "sms")]
    db.expunge_all()
    visits = load_visits(db, made, on_a_board())
    with counted() as asked:
        nudging.may_be_asked(db, visits)
    assert len(asked) == 1, "\n".join(asked)
