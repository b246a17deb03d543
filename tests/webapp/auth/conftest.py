from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farmer
from tests.webapp.auth.with_provider import there
from webapp.models import Message, User
from webapp.services.accounts import passwords, second_factor
from webapp.services.records.tokens import email_token

__all__ = ["there"]

PASSWORD = "herbe loutre vingt manivelle"


@pytest.fixture(autouse=True)
def production_hasher(monkeypatch: pytest.MonkeyPatch) -> PasswordHasher:
    """The hasher of passwords, which a test of its own makes hash; the others need no slow one."""
    found = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
    return found


@pytest.fixture
def caseworker(db: Session) -> User:
    """Someone of an association, with password and telephone."""
    user = a_caseworker(db, email="camille@association.example", name="Camille Martin")
    passwords.set_password(db, user, PASSWORD)
    second_factor.ensure_secret(user)
    db.flush()
    return user


@pytest.fixture
def farmer(db: Session) -> User:
    """A farmer without password."""
    return a_farmer(db, email="anne@ferme.example", name="Anne Lebrun")


@pytest.fixture
def link_in_last_message(db: Session) -> Callable[[], str]:
    """The address that the newest message leads to."""

    def read() -> str:
        message = db.scalars(select(Message).order_by(Message.id.desc())).first()
        assert message is not None
        assert message.email_link is not None
        return f"/account/e/{email_token(message.email_link)}"

    return read
