"""An arrival noted by mistake is taken back at the desk, or by who noted it near the farm."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker
from tests.page import Page
from tests.webapp.visits.test_local_referents import given
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import VisitState
from webapp.services.records import audit
from webapp.services.visits import stays

MISTAKEN = "I was mistaken: they are not here"


def test_an_arrival_that_was_noted_by_mistake_is_taken_back_and_they_are_missed_again(
    db: Session, page: Page
) -> None:
    visit, lise = given(db, VisitState.CONFIRMED, today())
    claire = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(lise).visit(f"/near/visits/{visit.id}")
    page.submit(to=f"/near/visits/{visit.id}/arrival")
    assert "No sign of arrival yet" not in page.sign_in(claire).visit("/casework/").text
    page.sign_in(claire).visit(f"/casework/visits/{visit.id}")
    page.submit(button="They are not there after all")
    assert visit.arrived_at is None
    assert "Not there after all: somebody was mistaken" in page.text
    assert "No sign of arrival yet" in page.visit("/casework/").text
    page.visit(f"/casework/visits/{visit.id}/absence")
    assert page.soup.select("main form")


def test_a_local_referent_takes_back_the_arrival_that_they_noted_themselves(
    db: Session, page: Page
) -> None:
    visit, lise = given(db, VisitState.CONFIRMED, today())
    lise.language = "en"
    claire = a_caseworker(db, visit.party.organisation, language="en")
    page.sign_in(lise).visit(f"/near/visits/{visit.id}")
    page.submit(to=f"/near/visits/{visit.id}/arrival").submit(button=MISTAKEN)
    assert "nobody is noted as arrived" in page.text
    assert "They are here" in page.text
    assert visit.arrived_at is None
    assert "No sign of arrival yet" in page.sign_in(claire).visit("/casework/").text


def test_nobody_takes_back_what_the_guests_or_the_farm_have_said(db: Session, page: Page) -> None:
    visit, lise = given(db, VisitState.CONFIRMED, today())
    lise.language = "en"
    page.sign_in(lise).visit(f"/near/visits/{visit.id}")
    page.submit(to=f"/near/visits/{visit.id}/arrival")
    audit.set_actor(db, audit.Actor("party", visit.party_id))
    stays.arrive(db, visit)
    page.submit(button=MISTAKEN)
    assert "Nothing is done yet" in page.text
    assert MISTAKEN not in page.text
    with pytest.raises(RuleBroken, match="arrival-said-by-others"):
        stays.take_back_own_arrival(db, visit, lise)
    assert visit.arrived_at is not None


def test_an_arrival_is_taken_back_once(db: Session) -> None:
    visit, lise = given(db, VisitState.CONFIRMED, today())
    audit.set_actor(db, audit.Actor("user", lise.id))
    stays.arrive(db, visit)
    stays.take_back_own_arrival(db, visit, lise)
    with pytest.raises(RuleBroken, match="changed-meanwhile"):
        stays.take_back_own_arrival(db, visit, lise)
