"""An association with a round to run."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_programme, a_round, a_slot, an_organisation
from webapp.models import MatchingRound, Organisation, Slot, User


@pytest.fixture
def home(db: Session) -> Organisation:
    a_programme(db)
    return an_organisation(db)


@pytest.fixture
def caseworker(db: Session, home: Organisation) -> User:
    return a_caseworker(db, home)


@pytest.fixture
def this_round(db: Session, home: Organisation, caseworker: User) -> MatchingRound:
    return a_round(db, home, created_by=caseworker)


@pytest.fixture
def slot(db: Session) -> Slot:
    return a_slot(db)
