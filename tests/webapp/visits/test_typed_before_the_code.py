"""A message that is sent after the quarter of an hour of the code waits for another code."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.page import Page
from tests.webapp.visits.test_shared_telephone_forms import proved_before
from tests.webapp.visits.test_shared_telephones import BORN
from tests.webapp.visits.test_threads import WORDS, a_visit_with_a_farmer, give_code, write
from tests.webapp.visits.test_visit_page import address, the_code
from webapp.ground.clock import now
from webapp.models import Side, Visit, VisitSession, VisitState, Writer
from webapp.services.visits import threads


@pytest.fixture
def visit(db: Session) -> Visit:
    return a_visit_with_a_farmer(db, a_caseworker(db, language="en"))


def grown_old(db: Session) -> None:
    """Let every code have been given sixteen minutes ago."""
    for opened in db.scalars(select(VisitSession)):
        opened.created_at = now() - timedelta(minutes=16)
    db.commit()


def area(page: Page) -> str:
    found = page.soup.select_one("textarea")
    assert found is not None
    return found.get_text().strip()


def write_too_late(page: Page, db: Session, visit: Visit, words: str) -> None:
    """Send a message after the quarter of an hour of the code."""
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread")
    grown_old(db)
    page.submit({"words": words}, button="Send")


def test_a_message_after_the_quarter_of_an_hour_waits_for_another_code(
    page: Page, db: Session, visit: Visit
) -> None:
    write(db, visit, Writer.FARM, words="Come by train.")
    write_too_late(page, db, visit, WORDS)
    assert "Nothing was sent yet. Show first that it is you" in page.text
    for button in ("Send me the code", "Send another code"):
        page.submit({}, button=button)
        assert "Nothing was sent yet" in page.text
        assert WORDS not in page.response.text
    page.submit({"code": "no"}, button="Show my page")
    assert "Nothing was sent yet" in page.text
    response, read = page.response, page.read
    for _press in range(2):
        page.response, page.read = response, read
        page.submit({"code": the_code(db, visit)}, button="Show my page")
        assert page.path == f"{address(visit)}/thread"
        assert "It has not left yet" in page.text
        assert area(page) == WORDS
    assert [line.words for line in threads.of_visit(db, visit)] == ["Come by train."]
    page.submit(button="Send")
    assert "It is sent." in page.text
    assert [line.words for line in threads.of_visit(db, visit)] == ["Come by train.", WORDS]


def test_a_code_that_is_asked_for_twice_keeps_the_message(
    page: Page, db: Session, visit: Visit
) -> None:
    write_too_late(page, db, visit, WORDS)
    response, read = page.response, page.read
    for _press in range(2):
        page.response, page.read = response, read
        page.submit({}, button="Send me the code")
    page.submit({"code": the_code(db, visit)}, button="Show my page")
    assert area(page) == WORDS


def test_an_empty_message_after_the_quarter_of_an_hour_is_said_not_to_be_sent(
    page: Page, db: Session, visit: Visit
) -> None:
    write_too_late(page, db, visit, "")
    assert "was not sent" in page.text
    assert threads.of_visit(db, visit) == []


def test_a_farm_finds_again_what_it_wrote(page: Page, db: Session, visit: Visit) -> None:
    link = address(visit, Side.FARM)
    page.visit(link).submit({}, to=f"{link}/code")
    page.submit({"code": the_code(db, visit)}, to=f"{link}/sheet")
    page.visit(f"{link}/thread")
    grown_old(db)
    page.submit({"words": WORDS}, to=f"{link}/thread")
    page.submit({}, to=f"{link}/code")
    page.submit({"code": the_code(db, visit)}, to=f"{link}/sheet")
    assert page.path == f"{link}/thread"
    assert area(page) == WORDS


def test_on_a_telephone_that_others_read_the_year_comes_first_and_the_code_then(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.party.phone_shared = True
    visit.party.persons[0].birth_year = BORN
    page.visit(address(visit))
    page.submit({"year": str(BORN)}, button="Show my page")
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread")
    proved_before(page, timedelta(minutes=61))
    grown_old(db)
    page.submit({"words": WORDS}, button="Send")
    assert page.soup.select_one("#year")
    page.submit({"year": str(BORN)}, button="Show my page")
    assert "Nothing was sent yet" in page.text
    assert WORDS not in page.response.text
    page.submit({}, button="Send me the code")
    page.submit({"code": the_code(db, visit)}, button="Show my page")
    assert area(page) == WORDS
    page.submit(button="Send")
    assert [line.words for line in threads.of_visit(db, visit)] == [WORDS]


def test_what_another_link_carries_is_said_to_be_lost(
    page: Page, db: Session, visit: Visit
) -> None:
    other = a_visit_with_a_farmer(db, a_caseworker(db, language="en"))
    write_too_late(page, db, other, WORDS)
    sealed = page.soup.select_one("[name=carried]")
    assert sealed is not None
    write_too_late(page, db, visit, "Another.")
    page.submit({}, button="Send me the code")
    code = the_code(db, visit)
    page.submit({"code": code, "carried": str(sealed["value"])}, button="Show my page")
    assert page.path == f"{address(visit)}/thread"
    assert "cannot be shown any more" in page.text
    assert area(page) == ""


def test_a_report_after_the_quarter_of_an_hour_leads_to_the_code_and_back(
    page: Page, db: Session, visit: Visit
) -> None:
    write(db, visit, Writer.FARM, words="Come by train.")
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread")
    grown_old(db)
    page.submit({}, button="This is not all right")
    assert "ask for the code first. It leads you there." in page.text
    page.submit({}, button="Send me the code")
    page.submit({"code": the_code(db, visit)}, button="Show my page")
    assert page.path == f"{address(visit)}/thread"
    page.submit({}, button="This is not all right")
    assert "The association looks at it." in page.text


def test_a_message_about_a_visit_that_is_over_is_said_to_come_too_late(
    page: Page, db: Session, visit: Visit
) -> None:
    give_code(page, db, visit)
    page.visit(f"{address(visit)}/thread")
    visit.state, visit.ended_at = VisitState.COMPLETED, now()
    page.submit({"words": WORDS}, button="Send")
    assert "Nothing can be written here any more." in page.text
    assert "Ask for a code" not in page.text
