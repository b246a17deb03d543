"""What was typed on a page behind a link, while something is asked before it may be sent.

It goes along, sealed, in the pages that ask, and lies nowhere else: whoever answers is led back to
the page of the form, with what had been typed. It opens for whom it was sealed, at the address to
which it was sent, for an hour.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from flask import flash, g, has_request_context, redirect, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.ground.clock import now
from webapp.ground.encryption import Cipher, NoKeyOpensError
from webapp.models import Farm, Party
from webapp.web.kept_forms import CARRIED, ONLY_ONCE, Typed

FIELD: Final = "carried"
"""The hidden field in which it goes along."""
LASTS: Final = timedelta(hours=1)
LARGEST: Final = 20_000
"""Bytes of what was typed; it is sent once more with each answer."""


@dataclass(frozen=True)
class Carried:
    """What was typed, and the address to which it was sent."""

    address: str
    typed: Typed


@dataclass(frozen=True)
class Along:
    """What the present page takes along where its reader asks for it in another language.

    Parameters
    ----------
    address
        Where it is shown again, or where what has to be answered before that is asked again.
    """

    address: str
    sealed: str


def along() -> Along | None:
    """Return what the present page takes along; none: it has an address, and is opened by that.

    It answers a form: what that brought would be lost with every link.
    """
    if not has_request_context() or request.method != "POST":
        return None
    if "goes_along" not in g and "carried_for" in g:
        take_along(g.carried_for)
    goes: Along | None = g.get("goes_along")
    return goes


def take_along(whose: Party | Farm) -> str | None:
    """Return what this request brings, sealed, for a page that asks first; none: nothing to carry.

    A form that its own page takes has words. What is pressed on a page is asked there anew.
    """
    if FIELD in request.form:
        found = read(whose)
        goes = Along(found.address, request.form[FIELD]) if found else None
    else:
        sealed = _seal_what_was_typed(whose)
        goes = Along(request.path, sealed) if sealed else None
    g.goes_along = goes
    return goes.sealed if goes else None


def _seal_what_was_typed(whose: Party | Farm) -> str | None:
    methods = request.url_rule.methods if request.url_rule else None
    if request.method != "POST" or "GET" not in (methods or ()):
        return None
    typed = [each for each in request.form.items(multi=True) if each[0] not in ONLY_ONCE]
    said = json.dumps([request.path, now().isoformat(), typed], ensure_ascii=False).encode()
    has_words = any(value.strip() for name, value in typed if name not in CARRIED)
    if not has_words or len(said) > LARGEST:
        return None
    return urlsafe_b64encode(Cipher.seal(said.decode(), _place(whose), whose.id)).decode()


def read(whose: Party | Farm) -> Carried | None:
    """Return what goes along, if it is theirs and not an hour old."""
    try:
        sealed = urlsafe_b64decode(request.form.get(FIELD, ""))
        address, at, typed = json.loads(Cipher.open(sealed, _place(whose), whose.id))
    except (NoKeyOpensError, ValueError):
        return None
    is_fresh = datetime.fromisoformat(at) > now() - LASTS
    return Carried(address, MultiDict(typed)) if is_fresh else None


def lead_on(whose: Party | Farm, otherwise: str) -> Response:
    """Lead to the page of what goes along, which is then filled in; without any, to another."""
    if found := read(whose):
        # The browser sends the same there once more: what goes along is in no address.
        return redirect(found.address, 307)
    if FIELD in request.form:
        _tell_lost()
    return redirect(otherwise)


def open_for(whose: Party | Farm) -> None:
    """Let what goes along fill in the form of the present page: its reader may see it."""
    g.carried_for = whose


def find() -> Typed | None:
    """Return what the form of the present page is filled in with; none: it came with nothing."""
    if comes_along() and "carried_form" not in g:
        found = read(g.carried_for) if "carried_for" in g else None
        g.carried_form = found.typed if found and found.address == request.path else None
        if g.carried_form is None:
            _tell_lost()
    typed: Typed | None = g.get("carried_form")
    return typed


def comes_along() -> bool:
    """Whether this request brings what was typed to its page, and sends nothing yet.

    A worker makes forms without any.
    """
    return has_request_context() and FIELD in request.form


class ShownFirst(FlaskForm):
    """A form that shows what comes along, and is sent by another press."""

    def is_submitted(self) -> bool:
        """Whether it was sent."""
        return bool(super().is_submitted()) and not comes_along()

    class Meta(FlaskForm.Meta):
        """How the library treats it."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was sent, or comes along."""
            return find() if comes_along() else super().wrap_formdata(form, formdata)


def _tell_lost() -> None:
    told = _(
        "What you wanted to send cannot be shown any more: it is kept for an hour at most. Please "
        "write it again."
    )
    flash(told, "error")


def _place(whose: Party | Farm) -> str:
    return f"what was typed behind a link of {whose.__tablename__}"
