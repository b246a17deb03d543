"""The token that each form carries: what is sent twice, as by a double click, counts once.

Sealed in it stand who opened the form and on which page, so that a form that comes too late is
known again. A form counts once with what was sent in it: the same page may be sent with other
words.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from typing import Final

from flask import Response, after_this_request, g, request
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import ReturningInsert
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.ground import logs
from webapp.ground.at_once import given
from webapp.ground.clock import now
from webapp.ground.encryption import Bound, Cipher, NoKeyOpensError
from webapp.ground.errors import SillonError
from webapp.models import SentForm, UserSession
from webapp.web.extensions import db

ONCE: Final = "once"
"""The hidden field in which the token stands."""
PLACE: Final = "the token of a form"

A_PIECE = 2**20
"""Bytes of a file that are read at once: some files are longer than a process may hold."""


@dataclass(frozen=True)
class FormToken:
    """Who opened a form, if anybody was signed in, and on which page.

    Parameters
    ----------
    page
        Tells one reading of that page from another.
    shown
        Which reading had kept what it showed, if it showed something kept (`kept_forms`).
    """

    user_id: int | None
    address: str
    page: str = ""
    shown: str = ""


class AlreadyDone(SillonError):  # noqa: N818 (it reads as what happened)
    """A form that was sent once more, after it had done what it is for."""

    def __init__(self, sent: SentForm) -> None:
        super().__init__("sent twice")
        self.sent = sent


def fields() -> Markup:
    """Return the hidden fields of a form of buttons: the guard against other sites, and `field`."""
    guard = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
    return guard + field()


def field() -> Markup:
    """Return the hidden field of a form on the present page: one for all of them.

    Forms of one page differ by where they are sent, or by what is sent in them.
    """
    if "form_field" not in g:
        g.form_field = Markup('<input type="hidden" name="{}" value="{}">').format(ONCE, token())
    made: Markup = g.form_field
    return made


def token() -> str:
    """Return what stands in that field, made once for each reading of a page."""
    if "form_token" not in g:
        before = read() if request.method == "POST" else None
        page, shown = (before.page, before.shown) if before else ("", g.get("kept_by", ""))
        said = json.dumps([_reader(), _address(), page or secrets.token_urlsafe(8), shown])
        g.form_token = urlsafe_b64encode(Cipher.seal(said, PLACE)).decode()
    made: str = g.form_token
    return made


def _reader() -> int | None:
    return current_user.user.id if current_user.is_authenticated else None


def _address() -> str:
    """Return the address of the present page; one that answers a form is where that stood."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    before = read()
    return before.address if before else request.path


def read() -> FormToken | None:
    """Return the token of the form that was sent, if it has one of ours."""
    try:
        sealed = urlsafe_b64decode(request.form.get(ONCE, ""))
        return FormToken(*json.loads(Cipher.open(sealed, PLACE)))
    except (NoKeyOpensError, ValueError, RequestEntityTooLarge):
        return None


def find_done() -> SentForm | None:
    """Return what is remembered of this very form, if it was sent before and has done its act."""
    if request.method != "POST" or read() is None:
        return None
    number = db.scalar(_sent(), {"digest": _digest()})
    return None if number is None else db.get(SentForm, number)


@cache
def _sent() -> Select[int]:
    # Not of the class: almost never is there a row to make one of.
    table = SentForm.metadata.tables["sent_forms"]
    return select(table.c.id).where(table.c.digest == given("digest", ""))


def refuse_what_was_done() -> None:
    """Stop before anything is done when this very form has done it already."""
    if done := find_done():
        g.sent_form = None  # whoever answers it may act, and claims nothing
        raise AlreadyDone(done)


def claim() -> None:
    """Let this form count from the end of this transaction on; a second one waits for it here."""
    if "sent_form" in g or request.method != "POST" or read() is None:
        return
    g.sent_form = db.scalar(_claiming(), {"digest": _digest(), "at": now()})
    if g.sent_form is None:
        refuse_what_was_done()
    after_this_request(_note_way_on)


@cache
def _claiming() -> ReturningInsert[tuple[int]]:
    table = SentForm.metadata.tables["sent_forms"]
    return insert(table).on_conflict_do_nothing().returning(table.c.id)


def note_session(opened: UserSession) -> None:
    """Remember which session the form opened, should its answer be missed."""
    if g.get("sent_form"):
        mine = update(SentForm).where(SentForm.id == g.sent_form)
        db.execute(mine.values(session_id=opened.id))


def _digest() -> str:
    """Return by what the form is known again, with all that was sent in it."""
    sent = sorted(request.form.items(multi=True))
    digest = hashlib.sha256(json.dumps([request.path, sent]).encode())
    for name, file in sorted(request.files.items(multi=True)):
        digest.update(json.dumps([name, file.filename]).encode())
        content = hashlib.sha256()
        while piece := file.read(A_PIECE):
            content.update(piece)
        digest.update(content.digest())
        file.seek(0)
    return digest.hexdigest()


def _note_way_on(response: Response) -> Response:
    """Remember where the form leads; that it was sent is known without, and on which page."""
    before = read()
    if response.location and (before is None or response.location != before.address):
        try:
            mine = update(SentForm).where(SentForm.id == g.sent_form)
            db.execute(mine.values(way_on=Bound.to(g.sent_form, response.location)))
            db.commit()
        except DBAPIError as error:
            db.rollback()
            logs.failure(error)
    return response
