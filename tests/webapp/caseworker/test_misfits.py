"""What no longer fits is shown before it is saved, on the boards, and kept with a reason."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.models import User, Visit, VisitState
from webapp.services.visits import misfits


@pytest.fixture
def visit(db: Session, caseworker: User) -> Visit:
    farm = a_farm(db, features=["halal-menu"], languages=["fr", "en"])
    party = a_party(db, caseworker.organisation, needs=["halal-menu"])
    made = a_visit(db, party, a_slot(db, an_offer(db, farm)), state=VisitState.CONFIRMED)
    misfits.look_again(db)
    return made


def test_a_change_that_breaks_a_visit_is_read_before_it_is_saved(
    desk: Page, db: Session, visit: Visit
) -> None:
    desk.visit(f"/casework/parties/{visit.party_id}/home").submit({"reach_km": "1"}, button="Save")
    assert f"A visit would no longer fit: {visit.party.code}, " in desk.text
    assert "farther than they can travel" in desk.text
    assert visit.party.reach_km != 1
    box = desk.soup.find("input", {"name": "agreement"})
    assert box is not None
    desk.submit({"agreement": str(box["value"])}, button="Save")
    assert visit.party.reach_km == 1
    desk.visit("/casework/").follow(visit.party.code)
    assert "This visit no longer fits" in desk.text


def test_agreeing_is_to_what_was_read_and_to_nothing_else(
    desk: Page, db: Session, visit: Visit
) -> None:
    desk.visit(f"/casework/parties/{visit.party_id}/home")
    desk.submit({"reach_km": "1", "agreement": "0123456789abcdef"}, button="Save")
    assert visit.party.reach_km != 1


def test_a_visit_that_no_longer_fits_is_kept_with_a_reason(
    desk: Page, db: Session, visit: Visit
) -> None:
    visit.farm.features = []
    misfits.look_again(db)
    desk.visit(f"/casework/visits/{visit.id}").follow("Keep it all the same")
    desk.submit({"reason": "They bring their own meals."}, button="Keep the visit")
    assert "They bring their own meals." in desk.text
    assert misfits.waiting(db) == []


def test_a_farmer_reads_what_a_change_breaks_and_nothing_of_the_people(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.party.pause()  # theirs, and no business of the farm
    farmer = a_farmer(db, visit.farm, language="en")
    page.sign_in(farmer).visit("/farm/my-farm/welcome").submit({"features": []}, button="Save")
    assert "there are no halal meals" in page.text
    assert "take part no more" not in page.text
    assert visit.farm.features == ["halal-menu"]


def test_a_coordinator_sees_by_code_which_visits_no_longer_fit(
    page: Page, db: Session, visit: Visit
) -> None:
    visit.farm.features = []
    misfits.look_again(db)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/")
    assert "Visits that no longer fit" in page.text
    assert visit.party.code in page.text
    assert visit.party.persons[0].first_name not in page.text
