"""Somebody who walks through pages, and has each drawn as it is met."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.page import Page, shown_values
from tests.webapp.forms.filling import address_of, open_the_form, typed_into
from tests.webapp.forms.row import Row, World
from tests.webapp.screens.album import FIRST, Album
from tests.webapp.screens.states import DONE, FILLED, WRONG, pages_of

GUESTS = ("visit_page", "public")
"""Whose pages are drawn from right to left as well."""
UNTYPED = ("csrf_token", "once", "seen", "decided", "decided_of_many")
SAID = "main > .notice[role=status], .confirm"
REFUSED = ".summary, .field.wrong"


class Onlooker(Page):
    """A browser that takes any page as it comes: other tests say whether it is sound."""

    def _look(self, response: TestResponse, status: int) -> "Page":
        if response.status_code >= 500:
            raise AssertionError(f"{response.request.path} answered {response.status_code}")
        self.response = response
        said = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self._take(said)
        return self


def view_of(app: Flask, address: str) -> str:
    """Return the view that answers an address; nothing for what no view does."""
    try:
        view, _values = app.url_map.bind("sillon.example").match(urlsplit(address).path)
    except HTTPException:
        return ""
    return str(view)


def languages_of(view: str) -> tuple[str, ...]:
    """Return in which languages a page is drawn."""
    return (FIRST, "ar") if view.partition(".")[0] in GUESTS else (FIRST,)


@contextmanager
def undone(connection: Connection, db: Session) -> Iterator[None]:
    """Undo whatever is done meanwhile."""
    db.commit()
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        db.rollback()
        if savepoint.is_active:
            savepoint.rollback()


class Walk:
    """Walks through the pages around forms."""

    def __init__(self, app: Flask, connection: Connection, db: Session, album: Album) -> None:
        self.app, self.connection, self.db, self.album = app, connection, db, album
        self.pages = pages_of(app)

    def through(self, row: Row, world: World) -> None:
        """Have a form drawn as it stands, as it comes back with nothing in it, and once it is kept.

        What its page leads to is drawn too where nothing else has led there.
        """
        page = Onlooker(self.app, self.db)
        open_the_form(page, self.app, row, world)
        here, view = page.response.request.full_path, view_of(self.app, page.path)
        for language in languages_of(view):
            page.visit(f"{here}{'&' if '?' in here else '?'}lang={language}")
            self._keep(page, FILLED, language)
            with undone(self.connection, self.db):
                self._follow(page, language)
            page.visit(here)
            address = address_of(self.app, row.endpoint, world)
            with undone(self.connection, self.db):
                self._send_nothing(page, address, language)
            with undone(self.connection, self.db):
                page.visit(here)
                first = next((world.named(name) for name in row.fields), "")
                form = page.form_to(address, first)
                page.submit(typed_into(form, row, world), to=address)
                if page.read.css(SAID):
                    self._keep(page, DONE, language)

    def _keep(self, page: Page, state: str, language: str) -> None:
        view = view_of(self.app, page.path)
        if (view in self.pages and page.response.status_code < 400) or state == WRONG:
            self.album.draw(view, state, page.response.get_data(as_text=True), language)

    def _send_nothing(self, page: Page, address: str, language: str) -> None:
        form = page.form_to(address)
        empty = {name: "" for name in shown_values(form) if name not in UNTYPED}
        if not empty:
            return
        page.submit(empty, to=address)
        if page.read.css(REFUSED):
            self._keep(page, WRONG, language)

    def _follow(self, page: Page, language: str) -> None:
        for link in page.read.css("main a[href^='/']"):
            view = view_of(self.app, str(link.attributes["href"]))
            if view in self.pages and not self.album.has(view, language=language):
                page.visit(str(link.attributes["href"]))
                self._keep(page, FILLED, language)
