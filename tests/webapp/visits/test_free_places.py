"""A place given back is offered at once to those who could come."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_party, a_person, a_programme, a_slot, a_visit
from tests.page import Page
from webapp.clock import now, today
from webapp.errors import RuleBroken
from webapp.models import Companions, Side, Slot, User, Visit, VisitState
from webapp.services import backfill


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def freed(db: Session, caseworker: User) -> Slot:
    gone = a_party(db, caseworker.organisation)
    slot = a_slot(db, rooms=[2])
    ended = {"state": VisitState.DECLINED, "ended_by": Side.PARTY, "ended_at": now()}
    a_visit(db, gone, slot, **ended)
    return slot


def could_come(db: Session, slot: Slot, caseworker: User) -> list[list[str]]:
    groups = backfill.could_come(db, slot, caseworker.organisation_id or 0)
    return [[party.code for party in group] for group in groups]


def test_those_who_could_come_are_named_best_first(
    db: Session, freed: Slot, caseworker: User
) -> None:
    home = caseworker.organisation
    late = a_party(db, home, wishes=["bees"], waiting_since=today())
    keen = a_party(db, home, wishes=["sheep-goats"], waiting_since=today() - timedelta(days=300))
    a_party(db, home, reach_km=1, latitude=43.3, longitude=5.4)
    a_party(db)
    assert could_come(db, freed, caseworker) == [[keen.code], [late.code]]


def test_companions_come_together_or_not_at_all(db: Session, freed: Slot, caseworker: User) -> None:
    friends = Companions(organisation_id=caseworker.organisation_id)
    pair = [a_party(db, caseworker.organisation, companions=friends) for _ in range(2)]
    assert could_come(db, freed, caseworker) == [[party.code for party in pair]]
    made = backfill.propose(db, freed, pair[1])
    assert {visit.party_id for visit in made} == {party.id for party in pair}


def test_a_place_is_proposed_in_one_click(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    page.sign_in(caseworker).visit("/casework/").follow(freed.farm.name)
    page.submit(button="Propose this place")
    visit = db.scalars(select(Visit).where(Visit.party_id == party.id)).one()
    assert (visit.state, visit.slot_id) == (VisitState.PROPOSED, freed.id)
    assert page.path == f"/casework/visits/{visit.id}"


def test_a_place_that_someone_else_took_is_said_kindly(
    page: Page, db: Session, freed: Slot, caseworker: User
) -> None:
    a_party(db, caseworker.organisation)
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    a_visit(db, a_party(db, persons=[a_person(sex="woman")]), freed)
    page.submit(button="Propose this place")
    assert "leave no place for these people" in page.text


def test_a_place_that_suits_nobody_says_so(page: Page, freed: Slot, caseworker: User) -> None:
    page.sign_in(caseworker).visit(f"/casework/free-places/{freed.id}")
    assert "Nobody could come" in page.text


def test_a_place_that_no_visit_of_the_association_gave_back_is_not_found(
    page: Page, db: Session, caseworker: User
) -> None:
    page.sign_in(caseworker).visit(f"/casework/free-places/{a_slot(db).id}", status=404)


def test_nobody_is_proposed_who_could_not_come(db: Session, freed: Slot, caseworker: User) -> None:
    far = a_party(db, caseworker.organisation, reach_km=1)
    with pytest.raises(RuleBroken, match="group-does-not-fit"):
        backfill.propose(db, freed, far)
