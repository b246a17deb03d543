"""Who may do what: the one guard of each portal, and loaders that find only one's own.

Refusal is 404 for an object that is not yours: the answer says nothing of its existence.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Blueprint, abort, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import ColumnElement, select
from werkzeug.wrappers import Response

from webapp import audit
from webapp.database import EVERYONE, NOBODY, Base, Scope, set_scope
from webapp.extensions import db, login_manager
from webapp.models import Role, User, UserSession
from webapp.services import sessions

Row = TypeVar("Row", bound=Base)


class SignedIn(UserMixin):
    """The person of this request, as flask-login and the templates see them."""

    def __init__(self, user_session: UserSession, secret: str) -> None:
        self.session = user_session
        self.user = user_session.user
        self.secret = secret
        self.name = self.user.name
        self.role = self.user.role

    def get_id(self) -> str:
        """Return what the signed cookie keeps: the session's secret, never the user's number."""
        return self.secret

    @property
    def complete(self) -> bool:
        """Whether nothing is missing for signing in: staff must have given a one-time code."""
        return not self.user.is_staff or self.session.second_factor_at is not None


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(secret: str) -> SignedIn | None:
    found = sessions.find_session(db, secret)
    if found is None:
        return None
    if sessions.see(found):
        db.commit()
    audit.set_actor(db, audit.Actor("user", found.user_id))
    return SignedIn(found, secret)


def sign_in(user: User) -> None:
    """Open a session for a user who has shown who they are; the cookie is made anew."""
    session.clear()
    secret = sessions.open_session(db, user)
    found = sessions.find_session(db, secret)
    assert found is not None  # noqa: S101 (it was opened in this transaction)
    login_user(SignedIn(found, secret))


def sign_out() -> None:
    """End the session here and on the server."""
    if current_user.is_authenticated:
        sessions.end_session(current_user.session)
    logout_user()
    session.clear()


def signed_in_user() -> User:
    """Return the user of this request; only within a guarded portal."""
    return cast(User, current_user.user)


def scope_of(user: User) -> Scope:
    """Return whose rows a user may see."""
    if user.role is Role.COORDINATOR:
        return EVERYONE
    if user.role is Role.CASEWORKER:
        return Scope("organisation", user.organisation_id)
    return Scope("farm", user.farm_id) if user.farm_id else NOBODY


def guard(portal: Blueprint, role: Role) -> None:
    """Keep a portal for one kind of person, signed in with all that is asked of them."""

    def keep() -> Response | None:
        if not current_user.is_authenticated:
            target = request.full_path if request.method == "GET" else None
            return redirect(url_for("auth.sign_in", next=target))
        if current_user.role is not role:
            abort(404)
        if not current_user.complete:
            return redirect(url_for("auth.give_code"))
        set_scope(db, scope_of(current_user.user))
        return None

    portal.before_request(cast(Callable[[], Any], keep))


def find_or_404(kind: type[Row], *conditions: ColumnElement[bool], lock: bool = False) -> Row:
    """Return the one row that meets every condition, or answer 404.

    A portal's own loaders (`own_party(id)`, `own_offer(id)`) name the owner among the conditions.
    `lock` holds the row until the transaction ends.
    """
    query = select(kind).where(*conditions)
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        abort(404)
    return found
