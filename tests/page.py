"""A person at a browser: visits pages, fills forms in, and notices when a page is badly made."""

from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from selectolax.lexbor import LexborHTMLParser, LexborNode
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.markup import faults, words_of
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import User
from webapp.services.records import sessions

SITE = "https://sillon.example"


class Page:
    """One browser. Every page it renders is checked (`tests.markup.faults`).

    Parameters
    ----------
    app
        The application under test.
    db
        The test's own session: what it added is there for the request, and afterwards it sees
        what the request has done.
    """

    def __init__(self, app: Flask, db: Session) -> None:
        self.client = app.test_client()
        self.db = db
        self.response: TestResponse
        self.read: LexborHTMLParser
        self._soup: BeautifulSoup | None

    def sign_in(self, user: User) -> "Page":
        """Become a user, with everything that signing in asks for behind them."""
        secret = sessions.open_session(self.db, user)
        found = sessions.find_session(self.db, secret)
        assert found is not None
        secret = sessions.pass_second_factor(found)
        with self.client.session_transaction(base_url=SITE) as cookie:
            cookie.clear()
            cookie["_user_id"], cookie["_fresh"] = secret, True
        return self

    def visit(self, address: str, *, status: int = 200) -> "Page":
        """Open an address, follow redirects, and look at the page."""
        return self._look(self._request("GET", address), status)

    def submit(
        self,
        data: dict[str, Any] | None = None,
        *,
        button: str = "",
        to: str = "",
        status: int = 200,
        lands: bool = True,
    ) -> "Page":
        """Send the page's form that has this button (its words, or the first form with one).

        What the form already shows is sent along; `data` fills fields in, None empties them.

        Parameters
        ----------
        to
            Sends the form that leads to this address instead, whatever its buttons say.
        lands
            Whether to go where the form leads; `land` goes there later.
        """
        form = self.form_to(to) if to else self._form_with(button)
        fields = {**shown_values(form), **self._pressed(form, button), **(data or {})}
        sent = {name: value for name, value in fields.items() if value is not None}
        method = (form.attributes.get("method") or "get").upper()
        here = self.response.request
        led = here.path if method == "GET" else here.full_path
        address = form.attributes.get("action") or led
        place = {"query_string": sent} if method == "GET" else {"data": sent}
        answer = self._request(method, address, follow_redirects=lands, **place)
        return self._look(answer, status if lands or not answer.location else answer.status_code)

    def land(self) -> "Page":
        """Go where the form that was sent last has led, if nobody has been there yet."""
        led = self.response.location
        return self.visit(led) if led else self

    def follow(self, words: str, *, status: int = 200) -> "Page":
        """Follow the link with these words."""
        for link in self.read.css("a"):
            if words in words_of(link):
                return self.visit(str(link.attributes["href"]), status=status)
        raise AssertionError(f"No link says {words!r} on this page:\n{self.text}")

    @property
    def text(self) -> str:
        """What the page says, in one line."""
        return words_of(self.read.body) if self.read.body else ""

    @property
    def title(self) -> str:
        """Its main heading."""
        heading = self.read.css_first("h1")
        return words_of(heading) if heading else ""

    @property
    def soup(self) -> BeautifulSoup:
        """The page for a test that looks closer; to make it takes twenty times as long."""
        if self._soup is None:
            self._soup = BeautifulSoup(self._said, "html.parser")
        return self._soup

    @property
    def path(self) -> str:
        """Where we are."""
        return self.response.request.path

    def _request(
        self, method: str, address: str, *, follow_redirects: bool = True, **options: Any
    ) -> TestResponse:
        self.db.commit()
        # One by one: what is to be sent once more, werkzeug's client would send with nothing in it.
        response = self.client.open(address, method=method, base_url=SITE, **options)
        if response.status_code == 307 and follow_redirects:
            response = self.client.open(response.location, method=method, base_url=SITE, **options)
        if response.location and follow_redirects:
            led = response
            response = self.client.open(led.location, base_url=SITE, follow_redirects=True)
            response.history = (led, *response.history)
        self.db.expire_all()
        set_scope(self.db, EVERYONE)
        return response

    def _look(self, response: TestResponse, status: int) -> "Page":
        self.response = response
        is_text = (response.mimetype or "").startswith("text/")
        self._take(response.get_data(as_text=True) if is_text else "")
        assert response.status_code == status, (
            f"{response.request.path} answered {response.status_code}: {self.text[:800]}"
        )
        is_page = response.mimetype == "text/html" and not response.location
        found = faults(self.read) if is_page else []
        assert not found, f"{response.request.path} is badly made: " + "; ".join(found)
        return self

    def _take(self, said: str) -> None:
        self._said, self._soup, self.read = said, None, LexborHTMLParser(said)

    def form_to(self, address: str, field: str = "") -> LexborNode:
        """Return the page's form that is sent to this address, with this field if any is named."""
        here = self.response.request
        to_here = (here.path, here.full_path.rstrip("?"))
        posted = self.read.css("form[method=post]")
        led = [(form, form.attributes.get("action") or here.path) for form in posted]
        leading = [form for form, to in led if to == address or {to, address} <= {*to_here}]
        for form in leading:
            if not field or form.css_first(f'[name="{field}"]'):
                return form
        raise AssertionError(f"No form leads to {address} on {here.path}:\n{self.text}")

    def _form_with(self, button: str) -> LexborNode:
        for form in self.read.css("form"):
            # Not of any other input: a token is letters by chance, and may hold a button's word.
            if any(button in words_of(press) for press in form.css("button, [type=submit]")):
                return form
        raise AssertionError(f"No form has a button {button!r} on this page:\n{self.text}")

    def _pressed(self, form: LexborNode, button: str) -> dict[str, str]:
        for press in form.css("button[name]"):
            if button and button in words_of(press):
                return {str(press.attributes["name"]): press.attributes.get("value") or ""}
        return {}


def shown_values(form: LexborNode) -> dict[str, Any]:
    """Return what a browser would send of a form that nobody touched."""
    values: dict[str, Any] = {}
    for field in form.css("input, textarea, select"):
        name = field.attributes.get("name")
        if not name or "disabled" in field.attributes:
            continue
        for value in _values_of(field):
            values.setdefault(name, []).append(value)
    return values


def _values_of(field: LexborNode) -> list[str]:
    if field.tag == "textarea":
        return [field.text().replace("\r\n", "\n").replace("\n", "\r\n")]
    if field.tag == "select":
        options = field.css("option")
        chosen = [option for option in options if "selected" in option.attributes]
        if not chosen and "multiple" not in field.attributes:
            chosen = options[:1]
        return [offered_by(option) for option in chosen]
    kind = field.attributes.get("type") or "text"
    if kind in {"submit", "button", "file"}:
        return []
    if kind in {"checkbox", "radio"} and "checked" not in field.attributes:
        return []
    return [_value_of(field, "on" if kind == "checkbox" else "")]


def offered_by(option: LexborNode) -> str:
    """Return what is sent where an option is chosen."""
    return _value_of(option, option.text())


def _value_of(field: LexborNode, otherwise: str) -> str:
    return field.attributes["value"] or "" if "value" in field.attributes else otherwise
