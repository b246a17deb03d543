"""Languages that no list has are kept by their name."""

from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_farmer, a_party, a_person, a_programme
from tests.page import Page


def test_a_language_that_no_list_has_is_kept_by_its_name(page: Page, db: Session) -> None:
    a_programme(db)
    caseworker = a_caseworker(db, language="en")
    amina = a_person(languages=["ar"])
    party = a_party(db, caseworker.organisation, persons=[amina])
    desk = page.sign_in(caseworker)
    address = f"/casework/parties/{party.id}/people/{amina.id}"
    desk.visit(address).submit({"named_languages": "zaghawa, dari"}, button="Save")
    assert amina.languages == ["ar", "Zaghawa", "prs"]
    assert "Zaghawa" in desk.visit(f"/casework/parties/{party.id}").text
    desk.visit(address).submit({}, button="Save")
    assert set(amina.languages) == {"ar", "Zaghawa", "prs"}


def test_a_farm_keeps_the_languages_it_named(page: Page, db: Session) -> None:
    a_programme(db)
    farm = a_farm(db, languages=["fr"])
    farmer = page.sign_in(a_farmer(db, farm, language="en"))
    for typed in ("Breton", ""):
        farmer.visit("/farm/my-farm/household").submit({"named_languages": typed}, button="Save")
        assert farm.languages == ["fr", "Breton"]
