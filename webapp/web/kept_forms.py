"""What was typed into a form that came after the end of a session: its owner finds it again.

Whose it is, and on which page it stood, is sealed in the form's token: nobody else can keep
anything for them. It lies sealed, for an hour at most, and is shown on its page alone. A long form
is kept the same way for some days, where its writer wishes to go on later: by a button, and by a
script while it is filled in.
"""

import json
import time
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
LATER: Final = "keep_for_later"
"""The button by which a form is kept for later, and what a script says that keeps it meanwhile."""
MEANWHILE: Final = "meanwhile"
ANOTHER: Final = "beside"
"""What the address of a form says that is begun while another one of its kind waits."""
LONG: Final = {
    "caseworker.record_party", "caseworker.add_person", "farmer.create_offer",
    "caseworker.report_incident", "coordinator.report_incident", "farmer.report_incident",
}  # fmt: skip
"""The views whose forms can be kept for later: long ones that nobody fills in behind a link."""
ONLY_ONCE: Final = {"csrf_token", form_tokens.ONCE, LATER, "agreement", "agreed", "another"}
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
    is_kept = _keep(token)
    if request.form.get(LATER) == MEANWHILE:
        return Response(status=409)  # to a script: whoever reads the next page has sent nothing
    if is_inside:
        if not is_kept:
            flash(_("Nothing was changed: please do it once more."), "info")
        return redirect(token.address)
    if is_kept:
        told = _(
            "Your session had ended. What you had typed is kept for an hour: sign in to see it."
        )
    else:
        told = _("Your session had ended, and nothing was changed. Sign in to be where you were.")
    flash(told, "info")
    return sign_in_first(token.address)


def keep_mine() -> bool:
    """Keep what whoever is signed in has typed, for whom something is asked first; whether it did.

    Nothing is kept of a form without words.
    """
    token = form_tokens.read()
    is_theirs = token is not None and token.user_id == current_user.user.id
    typed = (each.strip() for name, each in request.form.items() if name not in NOT_TYPED)
    return token is not None and is_theirs and any(typed) and _keep(token)


def keep_for_later() -> Response | None:
    """Keep what the reader wants to finish later; none for a form that is sent, or is not long."""
    if LATER not in request.form or request.endpoint not in LONG:
        return None
    token = form_tokens.read()
    is_theirs = token is not None and token.user_id == current_user.user.id
    is_kept = token is not None and is_theirs and _keep(token, for_later=True)
    if request.form[LATER] == MEANWHILE:
        return Response(status=204 if is_kept else 409)
    if not is_kept:
        flash(_("Nothing could be kept: please do it once more."), "warning")
        return redirect(token.address if token else request.path)
    told = _("It is kept for seven days, and you alone find it. Nothing is saved or sent yet.")
    flash(told, "success")
    return redirect(url_for("account.list_kept_forms"))


def _keep(token: form_tokens.FormToken, *, for_later: bool = False) -> bool:
    """Keep what was typed, if the page shows it again; whether it did."""
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in SECRETS | ONLY_ONCE
    ]
    owner = token.user_id
    has_page = urlsplit(token.address).path == request.path
    has_words = any(name not in CARRIED for name, _value in typed)
    if not has_words or not has_page or owner is None or db.get(User, owner) is None:
        return False
    db.execute(delete(KeptForm).where(~is_still_kept()))
    values = {"typed": Bound.to(owner, json.dumps(typed)), "at": now()}
    values |= {"for_later": True} if for_later else {}
    mine = insert(KeptForm).values(user_id=owner, address=_key(token.address), **values)
    db.execute(mine.on_conflict_do_update(index_elements=["user_id", "address"], set_=values))
    db.commit()
    return True


def find() -> Typed | None:
    """Return what the reader had typed on the present page, and say so; none if nothing is kept."""
    if request.method != "GET" or not current_user.is_authenticated:
        return None
    if "kept_form" not in g:
        found = db.scalar(select(KeptForm).where(*_here(), is_still_kept()))
        g.kept_form = MultiDict(json.loads(found.typed)) if found else None
        if found:
            flash(_told(found), "info")
    kept: Typed | None = g.kept_form
    return kept


def forget() -> None:
    """Forget what was kept for the page whose form is being saved."""
    if request.method == "POST" and current_user.is_authenticated:
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
        (_beside(), _("Leave it there and begin another")),
    ]
    links = [Markup('<a href="{}">{}</a>').format(address, said) for address, said in ways]
    return Markup("{} {}").format(words, Markup(" · ").join(links))


def _beside() -> str:
    """Return the address of the same form, empty: what is typed there is kept beside the first."""
    asked = [pair for pair in request.args.items(multi=True) if pair[0] != ANOTHER]
    asked.append((ANOTHER, str(time.time_ns())))  # no form was ever kept under it
    return f"{request.path}?{urlencode(asked)}"


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
