"""Who runs rounds: a caseworker, and a coordinator over all associations; and a solved one."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_round,
    a_slot,
    an_offer,
)
from tests.page import Page
from webapp.models import MatchingRound, Party, Slot, User
from webapp.services import rounds

Sessions = sessionmaker[Session]


@pytest.fixture
def caseworker(db: Session) -> User:
    a_programme(db)
    return a_caseworker(db, language="en")


@pytest.fixture
def coordinator(db: Session) -> User:
    a_programme(db)
    return a_coordinator(db, language="en")


@pytest.fixture
def desk(page: Page, caseworker: User) -> Page:
    """The caseworker's browser, signed in."""
    return page.sign_in(caseworker)


@pytest.fixture
def slot(db: Session) -> Slot:
    return a_slot(db, an_offer(db, a_farm(db, name="Chèvrerie des Marais")))


@pytest.fixture
def party(db: Session, caseworker: User) -> Party:
    person = a_person(first_name="Amina", last_name="Hidden")
    return a_party(db, caseworker.organisation, persons=[person])


@pytest.fixture
def a_result(
    db: Session, sessions: Sessions, caseworker: User, slot: Slot, party: Party
) -> MatchingRound:
    """A solved round with one pair, one party without a farm, and a free bed."""
    far = a_party(db, caseworker.organisation, reach_km=20)
    assert far.people == 1
    made = a_round(db, caseworker.organisation, created_by=caseworker)
    rounds.ask_for_a_run(db, made)
    db.commit()
    rounds.solve(sessions, made.id)
    db.refresh(made)
    return made
