"""House rules: ticked, read by guests in their language before a yes; own words on the sheet."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.pdf.reading import text_of
from tests.webapp.visits.test_visit_page import a_settled_visit, address, give_code
from webapp.ground.languages import PUBLIC, Language
from webapp.ground.vocabulary import HOUSE_RULES
from webapp.models import Farm, Slot
from webapp.wording.house_rules import OF_HOUSES

RULES = ["smoke-outside", "internet"]
WORDS = "On ne touche pas au poêle."


def a_slot_there(db: Session) -> Slot:
    return a_slot(db, an_offer(db, a_farm(db, house_rules=RULES, house_words=WORDS)))


def test_every_rule_has_its_words() -> None:
    assert set(OF_HOUSES["house-rule"]) == set(HOUSE_RULES)


@pytest.mark.parametrize("spoken", PUBLIC, ids=lambda each: each.code)
def test_guests_read_the_rules_in_their_language_before_they_say_yes(
    page: Page, db: Session, spoken: Language
) -> None:
    visit = a_visit(db, a_party(db, language=spoken.code), slot=a_slot_there(db))
    said = page.visit(address(visit)).text
    known = {
        "fr": "On fume dehors seulement",
        "en": "Smoking outside only",
        "tr": "Sigara yalnızca dışarıda içilir",
    }
    assert known.get(spoken.code, "") in said
    assert spoken.code == "en" or "Smoking outside only" not in said
    assert "poêle" not in page.response.text


def test_the_sheet_bears_the_rules_and_the_farms_own_words(page: Page, db: Session) -> None:
    visit = a_settled_visit(db, slot=a_slot_there(db))
    give_code(page, db, visit)
    for part in (address(visit), f"{address(visit)}/kept"):
        said = page.visit(part).text
        assert "On fume dehors seulement et il y a internet" in said
        assert WORDS in said
    page.visit(f"{address(visit)}/sheet.pdf")
    printed = " ".join(text_of(page.response.data).split())
    assert "On fume dehors seulement" in printed
    assert WORDS in printed


def test_a_page_without_rules_says_nothing_of_them(page: Page, db: Session) -> None:
    assert "Règles de la maison" not in page.visit(address(a_visit(db))).text


def test_a_farm_cannot_tick_what_is_not_true_at_once(page: Page, db: Session) -> None:
    farm = a_farm(db)
    page.sign_in(a_farmer(db, farm)).visit("/farm/my-farm/welcome")
    page.submit({"house_rules": ["internet", "no-internet"]}, button="Enregistrer", status=200)
    assert "gardez-en un" in page.text
    page.submit({"house_rules": ["internet"], "house_words": WORDS}, button="Enregistrer")
    db.expire_all()
    told = db.get_one(Farm, farm.id)
    assert (told.house_rules, told.house_words) == (["internet"], WORDS)
