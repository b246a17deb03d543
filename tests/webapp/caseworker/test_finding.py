"""What a caseworker types finds the people meant, however the name is written."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_party, a_person, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.models import User

TYPED = ["al hassan", "AMÍNA", "hassan amina", "alhassan", "06 12 34 56 78", "+33 6 12 34 56 78"]


@pytest.fixture
def hassan(db: Session, caseworker: User) -> str:
    """The code of a party of one, who is expected on a farm; others are there as well."""
    person = a_person(first_name="Amina", last_name="Al-Hassan")
    party = a_party(db, caseworker.organisation, persons=[person], number="+33612345678")
    farm = a_farm(db, name="La Ferme des Trois Chênes", commune="50502", phone="+33261910001")
    a_visit(db, party, a_slot(db, an_offer(db, farm)))
    a_visit(db, a_party(db, caseworker.organisation, code="P-999"))
    return party.code


@pytest.mark.parametrize("typed", [*TYPED, "٠٦١٢٣٤٥٦٧٨"])
@pytest.mark.parametrize("address", ["/casework/parties", "/casework/visits"])
def test_a_name_or_a_number_finds_people_and_their_visits(
    desk: Page, hassan: str, address: str, typed: str
) -> None:
    desk.visit(address).submit({"text": typed}, button="Show")
    assert hassan in desk.text
    assert "P-999" not in desk.text


@pytest.mark.parametrize("address", ["/casework/parties", "/casework/visits"])
def test_a_number_of_nobody_finds_nobody(desk: Page, hassan: str, address: str) -> None:
    assert hassan not in desk.visit(address).submit({"text": "06 12 34 56 79"}, button="Show").text


def test_a_farm_is_found_among_visits_without_its_accents(desk: Page, hassan: str) -> None:
    assert (
        hassan
        in desk.visit("/casework/visits").submit({"text": "trois chenes"}, button="Show").text
    )


@pytest.mark.parametrize(
    "typed", ["chenes trois", "TROIS CHÊNES", "troischenes", "st lo", "02 61 91 00 01"]
)
def test_a_coordinator_finds_a_farm_without_its_accents_and_by_its_commune_or_number(
    page: Page, db: Session, hassan: str, typed: str
) -> None:
    a_farm(db, name="Le Verger")
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/farms")
    page.submit({"text": typed}, button="Show")
    assert "La Ferme des Trois Chênes" in page.text
    assert "Le Verger" not in page.text
