"""What a farm was asked for is read by those who asked."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_slot, an_offer
from tests.page import Page
from webapp.models import Farm
from webapp.services.farms import stopping


@pytest.fixture
def farm(db: Session) -> Farm:
    return a_farm(db, presentation="Une ferme entre mer et marais.")


@pytest.fixture
def desk(page: Page, db: Session) -> Page:
    return page.sign_in(a_coordinator(db, language="en"))


def test_coordinators_read_how_a_farm_presents_itself(desk: Page, farm: Farm) -> None:
    assert "entre mer et marais" in desk.visit(f"/programme/farms/{farm.id}").text


def test_coordinators_read_why_a_farm_may_receive_again(
    desk: Page, db: Session, farm: Farm
) -> None:
    stopping.suspend(db, farm, a_coordinator(db), "The lodging was damp.")
    stopping.resume(db, farm, a_coordinator(db), "The lodging was seen again: it is dry.")
    desk.visit(f"/programme/farms/{farm.id}")
    [decided] = desk.soup.select("#decided + ul")
    told = decided.get_text(" ", strip=True)
    assert told.index("Receives again") < told.index("it is dry") < told.index("Suspended")
    assert "The lodging was damp." in told


@pytest.mark.usefixtures("spring")
def test_coordinators_read_why_dates_are_taken_back(page: Page, db: Session, farm: Farm) -> None:
    slot = a_slot(db, an_offer(db, farm))
    page.sign_in(a_farmer(db, farm, language="en"))
    page.visit(f"/farm/dates/{slot.id}/withdrawal").submit({"reason": "mistake"}, button="Withdraw")
    page.submit(button="offer it again")
    page.visit(f"/farm/dates/{slot.id}/withdrawal").submit({"reason": "season"}, button="Withdraw")
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}")
    assert "The season is not as expected × 1" in page.text
    assert "I ticked it by mistake" not in page.text
