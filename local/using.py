"""Using Sillon on a database that was restored: somebody signs in, and all is looked at."""

import secrets
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from webapp import create_app
from webapp.ground import languages
from webapp.ground.clock import now
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Role, User
from webapp.services.accounts import passwords, second_factor, users
from webapp.services.records import audit_chain, resealing

PAGES = ("/programme/", "/programme/farms", "/programme/audit")


def open_application(config: Config) -> Flask:
    """Return the application on a database, as a web process has it."""
    languages.compile_catalogues()
    return create_app(config)


def sign_in(app: Flask) -> list[str]:
    """Sign in by the pages, as a coordinator who is added to the copy; return what went wrong."""
    password = secrets.token_urlsafe(24)
    with app.app_context(), app.extensions["sessions"]() as session:
        set_scope(session, EVERYONE)
        user = _newcomer(session, password)
        session.commit()
        client, base = app.test_client(), app.extensions["config"].public_url
        typed = {"sign-in": {"email": user.email}, "password": {"password": password},
                 "code": {"code": second_factor.current_code(user)}}  # fmt: skip
    for page, fields in typed.items():
        _post(client, base, f"/account/{page}", fields)
    met = {page: client.get(page, base_url=base).status_code for page in PAGES}
    return [f"{page} answered {status}." for page, status in met.items() if status != 200]


def _newcomer(session: Session, password: str) -> User:
    email = f"restore-{secrets.token_hex(4)}@sillon.example"
    user = users.add_user(session, Role.COORDINATOR, email, "Restore", language="fr")
    passwords.set_password(session, user, password)
    second_factor.ensure_secret(user)
    user.code_confirmed_at = now()
    return user


class Hidden(HTMLParser):
    """What the forms of a page carry along, by name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a hidden field."""
        said = dict(attrs)
        if tag == "input" and said.get("type") == "hidden":
            self.fields[said.get("name") or ""] = said.get("value") or ""


def _post(client: FlaskClient, base: str, address: str, fields: dict[str, str]) -> None:
    """Send a page's form back with what is typed."""
    shown = client.get(address, base_url=base).get_data(as_text=True)
    client.post(address, base_url=base, data={**Hidden(shown).fields, **fields})


def see_all(app: Flask) -> list[str]:
    """Check the chain of the audit and open whatever is sealed; return what is wrong."""
    with app.app_context(), app.extensions["sessions"]() as session:
        set_scope(session, EVERYONE)
        fault = audit_chain.first_fault(session)
        _opened, lost = resealing.open_everything(session)
    broken = (
        []
        if fault is None
        else [f"The audit is not as it was written from row {fault.event_id} on."]
    )
    return [*broken, *(f"No key given opens {each}." for each in lost[:20])]
