"""The language of a guest: chosen once, followed by page and messages, changed on the page."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_visit
from tests.page import Page
from tests.webapp.visits.test_visit_page import address
from webapp.ground.languages import PUBLIC, STAFF, Language
from webapp.models import Message, Side, Visit
from webapp.services.records import outbox
from webapp.wording import compose

A_PROPOSAL = {"ar": "Sillon: زيارة إلى مزرعة", "en": "Sillon: a visit to a farm is proposed"}


def a_note(db: Session, visit: Visit) -> Message:
    return outbox.write_to_party(db, visit, "visit-proposed", key=f"a-note:{visit.id}")


def language_of_page(page: Page) -> object:
    assert page.soup.html is not None
    return page.soup.html["lang"]


@pytest.mark.parametrize(
    ("wished", "spoken", "read"),
    [("uk", ["uk"], "uk"), ("ln", ["ln", "en"], "en"), ("ln", ["fa"], "prs"), ("ln", ["ln"], "fr")],
)
def test_page_and_messages_are_in_the_language_wished_or_one_that_is_spoken(
    page: Page, db: Session, wished: str, spoken: list[str], read: str
) -> None:
    visit = a_visit(db, a_party(db, language=wished, persons=[a_person(languages=spoken)]))
    assert language_of_page(page.visit(address(visit))) == read
    assert a_note(db, visit).language == read


def test_a_language_chosen_on_the_page_is_that_of_the_next_messages_and_of_those_that_wait(
    application: Flask, page: Page, db: Session
) -> None:
    visit = a_visit(db, a_party(db, language="ar"))
    waiting = a_note(db, visit)
    with application.test_request_context():
        assert compose(waiting).body.startswith(A_PROPOSAL["ar"])
    page.visit(f"{address(visit)}?lang=en")
    db.expire_all()
    assert visit.party.language == "ar", "a page that is only looked at changes nothing"
    page.submit(button="Yes, I come")
    db.expire_all()
    assert visit.party.language == "en"
    with application.test_request_context():
        assert compose(waiting).body.startswith(A_PROPOSAL["en"])


def test_staff_read_in_the_file_that_the_guest_chose_a_language(page: Page, db: Session) -> None:
    visit = a_visit(db, a_party(db, language="fr"))
    page.visit(f"{address(visit)}?lang=en").submit(button="No, thank you")
    page.visit(f"{address(visit)}?lang=en")
    page.sign_in(a_caseworker(db, visit.party.organisation, language="en"))
    page.visit(f"/casework/parties/{visit.party_id}")
    assert page.text.count("Language chosen on their page") == 1


def test_a_farm_is_offered_the_languages_of_staff_and_changes_nobodys(
    page: Page, db: Session
) -> None:
    visit = a_visit(db, a_party(db, language="uk"))
    page.visit(f"{address(visit, Side.FARM)}?lang=en")
    db.expire_all()
    assert visit.party.language == "uk"
    assert {each["hreflang"] for each in page.soup.select("header [hreflang]")} == {
        each.tag for each in STAFF
    }
    assert language_of_page(page.visit(f"{address(visit, Side.FARM)}?lang=ar")) == "en"


@pytest.mark.parametrize("language", PUBLIC, ids=[each.code for each in PUBLIC])
def test_a_page_says_in_its_language_whether_somebody_of_it_has_read_it(
    page: Page, db: Session, language: Language
) -> None:
    visit = a_visit(db)
    page.visit(f"{address(visit)}?lang={language.code}")
    said = page.soup.select("footer p.small:not(.voice)")
    assert bool(said) is not language.is_judged
