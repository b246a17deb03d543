"""Who runs rounds: a caseworker, and a coordinator over all associations."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_coordinator, a_programme
from tests.page import Page
from webapp.models import User


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
