"""What was typed into a form that came after the end of a session: its owner finds it again.

Whose it is, and on which page it stood, is sealed in the form's token: nobody else can keep
anything for them. It lies sealed, for an hour at most, and is shown on its page alone. A long form
is kept the same way for some days, where its writer wishes to go on later: by a button, and by a
script while it is filled in. Two pages on which the same form is filled in keep one each.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field

from webapp.ground import connections
from webapp.ground.clock import now
from webapp.ground.encryption import Bound
from webapp.models import KeptForm, User
from webapp.services.records.expiry import is_still_kept
from webapp.web import form_tokens
from webapp.web.extensions import db
from webapp.web.let_in import sign_in_first
from webapp.wording import format_datetime

Typed = MultiDict[str, str]

SECRETS: Final = {"password", "again", "present", "code"}
"""What is never kept, as nobody should know it."""
KEPT_HERE: Final = "SELECT FROM kept_forms WHERE user_id = %s AND address = %s"
LATER: Final = "keep_for_later"
"""The button by which a form is kept for later, and what a script says that keeps it meanwhile."""
MEANWHILE: Final = "meanwhile"
CANCELLED: Final = "cancelled"
ANOTHER: Final = "beside"
"""What the address of a form says that is begun while another one of its kind waits."""
LONG: Final = {
    "caseworker.record_party": "caseworker.list_parties",
    "caseworker.add_person": "caseworker.show_party",
    "caseworker.report_incident": "caseworker.show_visit",
    "coordinator.report_incident": "coordinator.show_visit",
    "farmer.create_offer": "farmer.list_offers",
    "farmer.report_incident": "farmer.show_visit",
}
"""The views whose forms can be kept for later, long ones that nobody fills in behind a link, and
where each leads who cancels it."""
BEGUN: Final = "begun_with"
"""The hidden field that says what stands in a long form before anybody types."""
WRITER: Final = "kept_by"
"""What is kept with a form: which reading of its page kept it."""
ONLY_ONCE: Final = {"csrf_token", form_tokens.ONCE, LATER, BEGUN, "agreement", "agreed", "another"}
"""What a form carries for one time, and consents to what is read anew."""
CARRIED: Final = {"seen", "decided", "decided_of_many"}
"""What a form showed, which nobody has typed."""
NOT_TYPED: Final = SECRETS | ONLY_ONCE | CARRIED


def lead_back() -> Response | None:
    """Keep what came too late, and lead to its page, by way of signing in where need be.

    None for a form that is not of whoever is signed in, or of which nothing is known.
    """
    token = form_tokens.read()
    is_inside = current_user.is_authenticated
    if token is None or token.user_id is None:
        return None
    if is_inside and current_user.user.id != token.user_id:
        return None
    kept_at = _keep(token)
    if request.form.get(LATER) == MEANWHILE:
        return Response(status=409)  # to a script: whoever reads the next page has sent nothing
    if is_inside:
        if not kept_at:
            flash(_("Nothing was changed: please do it once more."), "info")
        return redirect(kept_at or token.address)
    if kept_at:
        told = _(
            "Your session had ended. What you had typed is kept for an hour: sign in to see it."
        )
    else:
        told = _("Your session had ended, and nothing was changed. Sign in to be where you were.")
    flash(told, "info")
    return sign_in_first(kept_at or token.address)


def keep_mine() -> bool:
    """Keep what whoever is signed in has typed, for whom something is asked first; whether it did.

    Nothing is kept of a form without words.
    """
    token = form_tokens.read()
    is_theirs = token is not None and token.user_id == current_user.user.id
    typed = (each.strip() for name, each in request.form.items() if name not in NOT_TYPED)
    return token is not None and is_theirs and any(typed) and bool(_keep(token))


def keep_for_later() -> Response | None:
    """Keep what the reader wants to finish later, or does not want any more.

    None for a form that is sent, or is not long.
    """
    how, way_out = request.form.get(LATER), LONG.get(request.endpoint or "")
    if how is None or way_out is None:
        return None
    token = form_tokens.read()
    if token is not None and token.user_id != current_user.user.id:
        token = None
    if how == CANCELLED:
        if token:
            _put_aside(token)
        return redirect(url_for(way_out, **(request.view_args or {})))
    if token and _is_as_begun():
        _drop(token)
        status, look = 200, "info"
        told = _("Nothing is typed in this form yet: there is nothing to keep.")
    elif token and _keep(token, for_later=True):
        status, look = 204, "success"
        told = _("It is kept for seven days, and you alone find it. Nothing is saved or sent yet.")
    else:
        status, look = 409, "warning"
        told = _("Nothing could be kept: please do it once more.")
    if how == MEANWHILE:
        return Response(status=status)
    flash(told, look)
    there = token.address if token else request.path
    return redirect(url_for("account.list_kept_forms") if look == "success" else there)


def begun_with(form: Iterable[Field]) -> Markup:
    """Return the hidden field of a long form; of any other, nothing."""
    if request.endpoint not in LONG:
        return Markup()
    said = urlencode([(each.name, value) for each in form for value in _before_typing(each)])
    return Markup('<input type="hidden" name="{}" value="{}">').format(BEGUN, said)


def _before_typing(field: Field) -> list[str]:
    data = field.object_data
    if isinstance(field, BooleanField):
        return ["y"] if data else []
    return [str(each) for each in (data if isinstance(data, list) else [data]) if each is not None]


def _is_as_begun() -> bool:
    """Whether nothing stands in a form but what stood there before anybody typed."""
    begun = set(parse_qsl(request.form.get(BEGUN, "")))
    sent = request.form.items(multi=True)
    typed = ((name, value.strip()) for name, value in sent if name not in NOT_TYPED)
    return not any(value and (name, value) not in begun for name, value in typed)


def _put_aside(token: form_tokens.FormToken) -> None:
    """Keep for an hour what somebody cancels, where no new form shows it."""
    _drop(token)
    kept_at = None if _is_as_begun() else _keep(token, at=_beside(token.address, token.page))
    if kept_at:
        words = _("Nothing of it is saved. What you had typed can be taken up again for an hour.")
        link = Markup('<a href="{}">{}</a>').format(kept_at, _("Take it up again"))
        flash(Markup("{} {}").format(words, link), "info")


def _keep(token: form_tokens.FormToken, *, for_later: bool = False, at: str = "") -> str | None:
    """Keep what was typed, if a page shows it again; return the address of that page.

    Parameters
    ----------
    at
        The address; else that of the form, beside which stands what another page keeps for later.
    """
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in SECRETS | ONLY_ONCE
    ]
    owner = token.user_id
    has_page = urlsplit(token.address).path == request.path
    has_words = any(name not in CARRIED for name, _value in typed)
    if not has_words or not has_page or owner is None or db.get(User, owner) is None:
        return None
    db.execute(delete(KeptForm).where(~is_still_kept()))
    address = at or _own_address(token)
    values = {"typed": Bound.to(owner, json.dumps([*typed, (WRITER, token.page)])), "at": now()}
    values |= {"for_later": True} if for_later else {}
    mine = insert(KeptForm).values(user_id=owner, address=_key(address), **values)
    db.execute(mine.on_conflict_do_update(index_elements=["user_id", "address"], set_=values))
    db.commit()
    return address


def _own_address(token: form_tokens.FormToken) -> str:
    """Return under which address what stands in a form is kept.

    Two pages of one address, each begun by itself, keep what was typed on them beside each other.
    """
    there = KeptForm.user_id == token.user_id, KeptForm.address == _key(token.address)
    found = db.scalar(select(KeptForm).where(*there, is_still_kept()))
    if found is None or not found.for_later or _writer(found) in {"", token.page, token.shown}:
        return token.address
    return _beside(token.address, token.page)


def _writer(kept: KeptForm) -> str:
    return MultiDict[str, str](json.loads(kept.typed)).get(WRITER, "")


def _drop(token: form_tokens.FormToken) -> None:
    """Keep no longer what its writer has emptied or cancelled; nothing else is done with it."""
    _forget_own(token)
    db.commit()


def _forget_own(token: form_tokens.FormToken) -> None:
    """Forget what this page has kept, or showed as it was kept."""
    theirs = KeptForm.user_id == token.user_id, KeptForm.address == _key(_own_address(token))
    db.execute(delete(KeptForm).where(*theirs))


def find() -> Typed | None:
    """Return what the reader had typed on the present page, and say so; none if nothing is kept."""
    if request.method != "GET" or not current_user.is_authenticated:
        return None
    if "kept_form" not in g:
        found = _kept_here()
        g.kept_form = MultiDict(json.loads(found.typed)) if found else None
        if found:
            g.kept_by = g.kept_form.pop(WRITER, "")
            flash(_told(found), "info")
    kept: Typed | None = g.kept_form
    return kept


def _kept_here() -> KeptForm | None:
    mine = str(current_user.user.id), _key(request.full_path)
    if connections.first_row(db.connection(), KEPT_HERE, mine) is None:  # so it mostly is
        return None
    return db.scalar(select(KeptForm).where(*_here(), is_still_kept()))


def forget() -> None:
    """Forget what was kept for the page whose form is being saved."""
    if request.method != "POST" or not current_user.is_authenticated:
        return
    token = form_tokens.read()
    if token is not None and request.endpoint in LONG:
        _forget_own(replace(token, user_id=current_user.user.id))
    else:
        db.execute(delete(KeptForm).where(*_here()))


def _told(found: KeptForm) -> str:
    if not found.for_later:
        return str(
            _("This is what you had typed; it is not saved or sent yet. Look at it, then go on.")
        )
    at = format_datetime(found.at, "d MMMM, HH:mm")
    words = _(
        "This is what you had typed on %(at)s; it is not saved or sent yet. Look at it, then go on."
    ) % {"at": at}
    ways = [
        (url_for("account.list_kept_forms"), _("Kept for later")),
        (_beside(request.full_path, str(time.time_ns())), _("Leave it there and begin another")),
    ]
    links = [Markup('<a href="{}">{}</a>').format(address, said) for address, said in ways]
    return Markup("{} {}").format(words, Markup(" · ").join(links))


def _beside(address: str, which: str) -> str:
    """Return the address of the same form, of which nothing was ever kept under that name."""
    parts = urlsplit(address)
    asked = [pair for pair in parse_qsl(parts.query) if pair[0] != ANOTHER]
    return f"{parts.path}?{urlencode([*asked, (ANOTHER, which)])}"


def _here() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    token = form_tokens.read() if request.method == "POST" else None
    address = token.address if token else request.full_path
    if urlsplit(address).path != request.path:  # a button of another page
        address = request.path
    return KeptForm.user_id == current_user.user.id, KeptForm.address == _key(address)


def _key(address: str) -> str:
    """Return a page's address without the language in which it is read."""
    parts = urlsplit(address)
    asked = [(name, each) for name, each in parse_qsl(parts.query) if name != "lang"]
    return f"{parts.path}?{urlencode(asked)}" if asked else parts.path
