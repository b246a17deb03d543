"""Another language is chosen while something was typed and not sent yet: it comes along."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person
from tests.page import Page
from tests.webapp.visits.test_shared_telephone_forms import ASKED
from tests.webapp.visits.test_shared_telephones import BORN, shared
from tests.webapp.visits.test_threads import WORDS, a_visit_with_a_farmer
from tests.webapp.visits.test_typed_before_the_code import area, write_too_late
from tests.webapp.visits.test_typed_before_the_question import correction, told, typed_too_late
from tests.webapp.visits.test_visit_page import the_code
from webapp.models import Party
from webapp.services.visits import threads

TYPED = "Je suis née en 1991."
TOO_LONG = "a" * 2000


def choose(page: Page, code: str) -> None:
    """Choose a language in the menu, which sends what goes along."""
    (form,) = page.read.css("form#along")
    buttons = page.read.css(f'button[form=along][formaction$="?lang={code}"]')
    assert len(buttons) == 2, "on top and at the bottom"
    assert not page.soup.select("a[hreflang]")
    led = form.attrs["action"] = buttons[0].attributes["formaction"]
    page.submit({}, to=str(led))


def test_the_question_of_the_year_in_another_language_still_carries_it(
    page: Page, db: Session
) -> None:
    party = shared(db)
    typed_too_late(page, party, TYPED)
    choose(page, "en")
    assert "Is it you?" in page.text
    assert "Nothing was sent yet" in page.text
    assert TYPED not in page.response.text
    page.submit({"year": "1989"}, button="Show my page")
    choose(page, "fr")
    assert ASKED in page.text
    page.submit({"year": str(BORN)}, button="Afficher ma page")
    assert area(page) == TYPED
    choose(page, "en")
    assert "This is what you wanted to send" in page.text
    assert area(page) == TYPED
    assert told(db) == []
    page.submit(button="Send what I wrote")
    assert told(db) == [TYPED]
    assert page.soup.select("a[hreflang]"), "a page with an address has links again"


def test_the_question_of_the_code_in_another_language_still_carries_it(
    page: Page, db: Session
) -> None:
    visit = a_visit_with_a_farmer(db, a_caseworker(db, language="en"))
    write_too_late(page, db, visit, WORDS)
    choose(page, "fr")
    assert "Rien n’est encore parti" in page.text
    page.submit({}, button="Envoyez-moi le code")
    choose(page, "en")
    page.submit({"code": the_code(db, visit)}, button="Show my page")
    assert area(page) == WORDS
    assert threads.of_visit(db, visit) == []


@pytest.fixture
def party(db: Session) -> Party:
    return a_party(db, persons=[a_person(birth_year=BORN)])


def test_what_a_form_refuses_comes_along_too(page: Page, db: Session, party: Party) -> None:
    page.visit(correction(party))
    page.submit({"words": TOO_LONG}, button="Envoyer ce que j’ai écrit")
    choose(page, "en")
    assert area(page) == TOO_LONG
    assert told(db) == []


def test_an_empty_form_or_a_page_of_its_own_has_links(page: Page, party: Party) -> None:
    page.visit(correction(party))
    assert not page.soup.select("#along, [form=along]")
    page.submit({"words": ""}, button="Envoyer ce que j’ai écrit")
    assert not page.soup.select("#along, [form=along]")
    page.follow("English")
    assert page.soup.select_one("html")["lang"] == "en"  # type: ignore[index]
