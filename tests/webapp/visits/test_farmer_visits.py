"""The farmer sees how many come and what they need, answers, and learns names once settled."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.models import Answer, User, Visit, VisitState


@pytest.fixture
def farmer(db: Session) -> User:
    return a_farmer(db, language="en")


@pytest.fixture
def home(page: Page, farmer: User) -> Page:
    return page.sign_in(farmer)


@pytest.fixture
def visit(db: Session, farmer: User) -> Visit:
    assert farmer.farm is not None
    party = a_party(db, needs=["no-pork"], children=1)
    return a_visit(db, party, a_slot(db, an_offer(db, farmer.farm)))


def address(visit: Visit) -> str:
    return f"/farm/visits/{visit.id}"


def test_a_farm_without_guests_is_told_what_will_come(home: Page) -> None:
    assert "No guests yet" in home.visit("/farm/visits").text


def test_a_farmer_sees_size_languages_and_needs_and_nothing_closer(
    home: Page, visit: Visit
) -> None:
    home.visit("/farm/visits").follow(str(visit.arrival.day))
    for told in ("2 people", "of whom 1 child", "Arabic", "Meals without pork"):
        assert told in home.text
    for secret in ("Nour", "Exemple", "+33699000000", visit.party.code):
        assert secret not in home.response.text


def test_the_farm_says_that_they_are_here_and_finds_the_visit_again_once_it_is_over(
    home: Page, visit: Visit, farmer: User
) -> None:
    visit.party_answer = visit.farm_answer = Answer.YES
    visit.state = VisitState.CONFIRMED
    home.visit(address(visit))
    assert "They are here" not in home.text
    with time_machine.travel(datetime.combine(visit.arrival, time(18), UTC)):
        home.sign_in(farmer).visit(address(visit)).submit(button="They are here")
        assert "It is noted that they are here" in home.text
        assert (visit.state, visit.arrived_at is not None) == (VisitState.UNDER_WAY, True)
        assert "They are not here" not in home.text
        visit.complete()
        home.visit("/farm/visits").follow(str(visit.departure.year))
    assert home.title == "This visit"
    for secret in ("Exemple", "06 99 00 00 00", visit.party.code):
        assert secret not in home.text


def test_yes_and_then_the_second_yes_opens_names_and_telephone(home: Page, visit: Visit) -> None:
    home.visit(address(visit)).submit(button="they are welcome")
    assert (visit.farm_answer, visit.state) == (Answer.YES, VisitState.PROPOSED)
    assert "Nour" not in home.text
    visit.party_answer, visit.state = Answer.YES, VisitState.CONFIRMED
    home.visit(address(visit))
    assert "Nour" in home.text
    assert "06 99 00 00 00" in home.text
    assert "Exemple" not in home.text


def test_no_frees_the_place_may_tell_why_and_may_be_taken_back(home: Page, visit: Visit) -> None:
    home.visit(address(visit)).submit(button="No, thank you")
    assert (visit.state, visit.slot.people_held) == (VisitState.DECLINED, 0)
    home.submit(button="not the season")
    assert visit.farm_reason == "season"
    home.submit(button="Yes, after all")
    assert (visit.state, visit.slot.people_held) == (VisitState.PROPOSED, 2)


def test_a_past_visit_no_longer_tells_names(home: Page, visit: Visit) -> None:
    visit.state = VisitState.COMPLETED
    assert "Nour" not in home.visit(address(visit)).text
    assert "Completed" in home.visit("/farm/visits").text


def test_a_farmer_finds_no_visit_of_another_farm(home: Page, db: Session) -> None:
    other = a_visit(db, slot=a_slot(db, an_offer(db, a_farm(db))))
    home.visit(address(other), status=404)
    assert other.party.code not in home.visit("/farm/visits").response.text


def test_an_answer_to_a_farm_that_no_longer_receives_is_refused_kindly(
    home: Page, visit: Visit
) -> None:
    home.visit(address(visit))
    visit.farm.approved_until = visit.arrival
    home.submit(button="they are welcome")
    assert "does not receive on these days" in home.text
