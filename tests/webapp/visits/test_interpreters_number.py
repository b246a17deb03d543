"""An interpreter's number stands on the sheet of guests who speak one of its languages."""

from sqlalchemy.orm import Session

from tests.builders import a_party, a_person, a_programme
from tests.page import Page
from tests.webapp.pdf.reading import text_of
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from webapp.models import Side, Visit

NUMBER = {
    "interpreter_phone": "+33102030405",
    "interpreter_languages": ["ps", "ti"],
    "interpreter_hours": "8:00-20:00",
}
SHOWN = "01 02 03 04 05"


def a_visit_of(db: Session, *languages: str) -> Visit:
    person = a_person(languages=list(languages))
    return a_settled_visit(db, party=a_party(db, persons=[person]))


def test_guests_who_speak_one_of_its_languages_read_the_number(page: Page, db: Session) -> None:
    a_programme(db, **NUMBER)
    visit = a_visit_of(db, "ti", "ar")
    give_code(page, db, visit)
    for where in (address(visit), f"{address(visit)}/rights", f"{address(visit)}/kept"):
        said = page.visit(where).text
        for words in ("Un interprète au téléphone", "igri", "8:00-20:00", SHOWN):
            assert words in said
    page.visit(f"{address(visit)}/sheet.pdf")
    assert SHOWN.replace(" ", "") in "".join(text_of(page.response.data).split())


def test_others_and_farms_do_not(page: Page, db: Session) -> None:
    a_programme(db, **NUMBER)
    visit = a_visit_of(db, "uk")
    give_code(page, db, visit)
    assert SHOWN not in page.text
    mine = a_visit_of(db, "ti")
    give_code(page, db, mine, Side.FARM)
    assert SHOWN not in page.text


def test_without_a_number_none_is_promised(page: Page, db: Session) -> None:
    a_programme(db)
    visit = a_visit_of(db, "ti")
    give_code(page, db, visit)
    assert "interprète au téléphone" not in page.text


def test_guests_who_read_its_number_are_not_told_to_talk_with_gestures(
    page: Page, db: Session
) -> None:
    programme = a_programme(db)
    visit = a_visit_of(db, "ti")
    theirs = address(visit, Side.PARTY)
    assert "No interpreter is noted for you" in page.visit(f"{theirs}?lang=en").text
    for name, value in NUMBER.items():
        setattr(programme, name, value)
    db.flush()
    seen = page.visit(f"{theirs}?lang=en").text
    assert "You and the farm have no language in common" in seen
    assert "An interpreter helps by telephone if you like" in seen
    assert "No interpreter is noted for you" not in seen
