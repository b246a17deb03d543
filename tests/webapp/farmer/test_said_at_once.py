"""What cannot be is said when it is typed; what the programme looks at is shown to the farm."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_party,
    a_slot,
    an_offer,
)
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmState, OfferState
from webapp.models.farms import CHECKLIST
from webapp.services.farms import offers

NOBODY = "From 4 people, with beds for 2: nobody could come"


@pytest.fixture
def farm(db: Session) -> Farm:
    return a_farm(db, rooms=(2, 3))


@pytest.fixture
def portal(page: Page, db: Session, farm: Farm) -> Page:
    return page.sign_in(a_farmer(db, farm, language="en"))


def test_more_people_than_beds_are_refused_beside_the_number(
    portal: Page, db: Session, farm: Farm
) -> None:
    offer = an_offer(db, farm, rooms=[2])
    portal.visit(f"/farm/offers/{offer.id}/guests").submit({"min_people": "4"}, button="Save")
    error = portal.soup.select_one("#min_people-error")
    assert error is not None
    assert NOBODY in error.text
    assert offer.min_people == 1


def test_a_new_offer_may_ask_for_as_many_as_the_rooms_still_to_be_chosen_hold(
    portal: Page, db: Session, farm: Farm
) -> None:
    offer = an_offer(db, farm, rooms=[2], state=OfferState.DRAFT)
    portal.visit(f"/farm/offers/{offer.id}/guests?new=1")
    portal.submit({"min_people": "6"}, button="Continue")
    assert "From 6 people, with beds for 5" in portal.text
    portal.submit({"min_people": "4"}, button="Continue")
    assert offer.min_people == 4
    first, second = (f"room_{room.id}" for room in farm.rooms)
    portal.submit({first: "2", second: "0"}, button="Save")
    assert NOBODY in portal.text
    portal.submit({first: "2", second: "3"}, button="Save")
    assert offer.beds_open == 5


def test_an_offer_whose_rooms_have_gone_says_that_nobody_can_come_and_is_not_opened(
    portal: Page, db: Session, farm: Farm
) -> None:
    offer = an_offer(db, farm, rooms=[2], min_people=4, state=OfferState.DRAFT)
    portal.visit(f"/farm/offers/{offer.id}")
    assert "It asks for 4 people and has beds for 2: nobody can come." in portal.text
    portal.submit(button="Open this offer")
    assert offer.state is OfferState.DRAFT
    with pytest.raises(RuleBroken, match="more-people-than-beds"):
        offers.open_slots(db, offer, [(today() + timedelta(5), today() + timedelta(9))])
    slot = a_slot(db, offer)
    with pytest.raises(RuleBroken, match="more-people-than-beds"):
        offers.change_slot(db, slot, slot.departure, {farm.rooms[0].id: 2})


def test_dates_beyond_the_papers_are_said_to_be_when_they_are_saved_or_changed(
    portal: Page, db: Session, farm: Farm
) -> None:
    farm.insured_until = today() + timedelta(days=20)
    offer = an_offer(db, farm)
    portal.visit(f"/farm/offers/{offer.id}/dates")
    told = "count once your approval and your insurance are renewed"
    assert told not in portal.text
    day = (today() + timedelta(days=18)).isoformat()
    portal.submit({"days": [day]}, button="Save")
    assert told in portal.text
    slot = a_slot(db, offer, today() + timedelta(days=60))
    portal.visit(f"/farm/dates/{slot.id}").submit(button="Save")
    assert told in portal.text


def test_the_farm_sees_which_of_the_seven_checks_are_missing_and_reads_the_charter(
    page: Page, db: Session
) -> None:
    unseen: dict[str, Any] = {"charter_signed_on": None, "lodging_seen": False}
    farm = a_farm(
        db, state=FarmState.MET, approved_until=None, **unseen,
        insured_until=today() - timedelta(days=1),
    )  # fmt: skip
    page.sign_in(a_farmer(db, farm, language="en")).visit("/farm/my-farm")
    rows = page.soup.select("#seen + ul li")
    assert len(rows) == len(CHECKLIST) == 7
    said = [row.get_text(" ", strip=True) for row in rows]
    assert [each for each in said if each.endswith("missing")] == [
        "Signed charter missing",
        "Lodging seen missing",
    ]
    assert "Valid insurance over" in said
    page.follow("Signed charter")
    assert page.title == "The charter"
    assert "To accept a no, at any moment" in page.text
    assert "Free on both sides" in page.visit("/farm/legal").text


@pytest.mark.usefixtures("spring")
def test_coordinators_read_offers_in_full(page: Page, db: Session, farm: Farm) -> None:
    offer = an_offer(db, farm, description="Trois jours au fournil.", min_people=2)
    a_slot(db, offer, date(2027, 4, 5))
    page.sign_in(a_coordinator(db, language="en")).visit(f"/programme/farms/{farm.id}")
    [shown] = page.soup.select("#offers ~ details")
    told = shown.get_text(" ", strip=True)
    for words in ("Trois jours au fournil.", "from 2 people", "5 people at most", "Apr"):
        assert words in told


def test_nobody_is_recorded_as_travelling_no_distance(page: Page, db: Session) -> None:

    party = a_party(db)
    page.sign_in(a_caseworker(db, party.organisation, language="en"))
    page.visit(f"/casework/parties/{party.id}/home").submit({"reach_km": "0"}, button="Save")
    assert page.soup.select("#reach_km-error")
