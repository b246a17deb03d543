"""Coming in by the identity provider: to it, back from it, and out of it.

Whoever comes back is signed in, or led to a page whose button links their identity to an account:
opening an address links nothing. Addresses lead there by links alone, for our pages let no form
lead outside.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import abort, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.ground.clock import real_now
from webapp.ground.database import at_the_door
from webapp.ground.errors import RuleBroken
from webapp.models import User, UserSession
from webapp.portals.auth import attempts, doors, portal
from webapp.portals.auth.forms import CodeForm, LinkForm
from webapp.portals.auth.ways import onward
from webapp.services.accounts import provider_links, second_factor
from webapp.services.accounts.coming_back import Attempt, Shown
from webapp.services.records import audit
from webapp.web import access
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import sentence
from webapp.wording.messages import address

if TYPE_CHECKING:
    from webapp.services.accounts.openid import Provider

LEFT_FOR = timedelta(minutes=5)
"""So long after signing out here one may still be led to signing out there."""


@portal.get("/provider")
def ask_provider() -> Response:
    """Lead to the identity provider."""
    return lead_there(None)


@portal.get("/provider/back")
def come_back() -> Response:
    """Take what the provider says, and sign in whose identity it is."""
    provider, begun = provider_or_404(), attempts.take(request.args.get("state", ""))
    if begun is None:
        if current_user.is_authenticated:  # by another tab
            return onward()
        return _refused(RuleBroken("provider-stale"))
    access.knock(*doors.at_provider())
    user = None
    with acting() as act:
        shown = provider.finish(request.args, begun.attempt, _back())
        identity = provider_links.digest(provider.settings.issuer, shown.subject)
        user = None if begun.user_id else _whose(identity)
        if user is not None:
            _sign_in(user, shown)
        else:
            _remember_found(provider, shown, identity, begun.user_id)
    if not act.done:
        return _back_to_the_door()
    linking = "account.link_provider" if begun.user_id else "auth.link_by_mailbox"
    return onward() if user is not None else redirect(url_for(linking))


@portal.route("/provider/link", methods=["GET", "POST"])
def link_by_mailbox() -> str | Response:
    """Link a verified mailbox's identity to the account that has it, with its telephone's code."""
    found = attempts.found(None)
    with at_the_door(db):
        user = provider_links.of_mailbox(db, found.email, verified=True) if found else None
    if found is None or user is None:
        return _refused(RuleBroken("provider-unknown"))
    form = CodeForm() if user.code_confirmed_at else LinkForm()
    if form.validate_on_submit():
        access.knock(*doors.at_code(user.id))
        with acting(form, "code") as act:
            if isinstance(form, CodeForm):
                second_factor.prove(db, user, form.code.data)
            provider_links.link(db, user, found.identity)
            act.tell(_("Your account is linked. Now sign in with %(provider)s.",
                       provider=found.provider))  # fmt: skip
        if act.done:
            attempts.forget_found()
            return redirect(url_for("auth.sign_in"))
    return page(form=form, found=found)


@portal.get("/signed-out")
def leave_provider() -> str | Response:
    """Lead whoever has just signed out to signing out of the identity provider too."""
    provider = provider_or_404()
    with at_the_door(db):
        left = db.get(UserSession, session.get("left") or 0)
    if (
        left is None
        or not left.id_token
        or not left.ended_at
        or real_now() - left.ended_at > LEFT_FOR
    ):
        return redirect(url_for("auth.sign_in"))
    way_out = provider.way_out(left.id_token, address("auth.sign_in"))
    return page(address=way_out) if way_out else redirect(url_for("auth.sign_in"))


def provider_or_404() -> "Provider":
    """Return the identity provider; without one its pages are not there."""
    found: Provider | None = current_app.extensions["identity_provider"]
    return found or abort(404)


def lead_there(user_id: int | None) -> Response:
    """Lead to the provider, to sign in, or to link an identity to somebody's account."""
    attempt, provider = Attempt.begin(), provider_or_404()
    with acting() as act:
        way_there = provider.way_there(attempt, _back())
        attempts.remember(attempt, user_id)
    return redirect(way_there) if act.done else _back_to_the_door()


def leave(left: UserSession | None) -> Response | None:
    """Return where somebody goes who has signed out here, and came in by the provider."""
    if left is None or not left.id_token or current_app.extensions["identity_provider"] is None:
        return None
    session["left"] = left.id
    return redirect(url_for("auth.leave_provider"))


def require_password(user: User) -> None:
    """Refuse a password, or a link in its place, to whoever comes by the provider alone."""
    if _without_password(user):
        raise RuleBroken("provider-only")


def over_without_password(user: User) -> str:
    """Say that no password is chosen by whoever comes by the provider alone."""
    return sentence(RuleBroken("provider-only")) if _without_password(user) else ""


def write_way_in(user: User, write: Callable[[Session, User], None]) -> None:
    """Write somebody a way in, or that they come by the provider alone."""
    way = provider_links.refuse_password if _without_password(user) else write
    way(db, user)


def _without_password(user: User) -> bool:
    there_is_one = current_app.extensions["identity_provider"] is not None
    return there_is_one and provider_links.is_without_password(db, user)


def _back() -> str:
    return address("auth.come_back")


def _whose(identity: str) -> User | None:
    with at_the_door(db):
        return provider_links.find(db, identity)


def _sign_in(user: User, shown: Shown) -> None:
    """Open a session; two proofs there stand for our code where that is set up already."""
    strong = shown.strong and user.code_confirmed_at is not None
    access.sign_in(user, second_factor=strong)
    current_user.session.id_token = shown.id_token
    audit.record(db, "user.came-by-provider", user, strong=int(strong))


def _remember_found(provider: "Provider", shown: Shown, identity: str, user_id: int | None) -> None:
    """Keep an identity for its reader to link; refuse one that may be linked to nobody."""
    email, verified = provider.mailbox(shown)
    if user_id is None:
        with at_the_door(db):
            if provider_links.of_mailbox(db, email, verified=verified) is None:
                raise RuleBroken("provider-unknown")
    attempts.remember_found(attempts.Found(identity, email, provider.settings.name, user_id))


def _refused(rule: RuleBroken) -> Response:
    flash(sentence(rule), "error")
    return _back_to_the_door()


def _back_to_the_door() -> Response:
    inside = current_user.is_authenticated
    return redirect(url_for("account.show_account" if inside else "auth.sign_in"))
