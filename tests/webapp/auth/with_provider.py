"""An identity provider that is set up for the installation under test, and who comes by it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_programme
from tests.identity_provider.provider import TestProvider, a_provider
from tests.page import SITE, Page
from webapp.models import User
from webapp.services.accounts import openid, provider_links

BACK = f"{SITE}/account/provider/back"


@pytest.fixture
def there(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestProvider]:
    """A provider that is set up for this installation."""
    with a_provider(BACK) as running:
        found = openid.Provider(running.settings)
        monkeypatch.setitem(application.extensions, "identity_provider", found)
        monkeypatch.setitem(application.jinja_env.globals, "provider_name", "ProConnect")
        yield running


def way_there(page: Page, start: str = "/account/provider") -> str:
    """Return where somebody is led who chooses the provider; the browser stays where it is."""
    page.db.commit()
    answer = page.client.get(start, base_url=SITE)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def come(page: Page, there: TestProvider, subject: str, start: str = "/account/provider") -> Page:
    return page.visit(there.lets_in(way_there(page, start), subject))


def linked(db: Session, there: TestProvider, user: User, subject: str = "camille") -> User:
    identity = provider_links.digest(there.issuer, subject)
    provider_links.link(db, user, identity)
    db.commit()
    return user


def allow(db: Session, **ways: bool) -> None:
    programme = a_programme(db)
    for way, so in ways.items():
        setattr(programme, way, so)
    db.commit()


def is_outside(page: Page) -> bool:
    return page.visit("/casework/").path in {"/account/sign-in", "/account/code"}


def is_linked(user: User) -> bool:
    return user.provider_digest is not None
