"""Who may do what: the one guard of each portal, and loaders that find only one's own.

Refusal is 404 for an object that is not yours: the answer says nothing of its existence.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm.interfaces import ORMOption
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response

from webapp.ground.clock import now
from webapp.ground.database import (
    EVERYONE,
    LARGEST_NUMBER,
    Base,
    Scope,
    at_the_door,
    set_scope,
    take_turn,
)
from webapp.ground.errors import TooManyAttempts
from webapp.models import Role, SentForm, User, UserSession
from webapp.services.accounts.second_factor import ensure_secret
from webapp.services.records import audit, sessions
from webapp.web import form_tokens, kept_forms
from webapp.web.extensions import db, login_manager
from webapp.web.let_in import LONGEST_WAY_ON, keep_for, sign_in_first
from webapp.web.throttle import Door, wait_at

Row = TypeVar("Row", bound=Base)

A_MOMENT = timedelta(minutes=1)


def possible_numbers_only() -> None:
    """Answer 404 to an address with a number that no row can have."""
    for value in (request.view_args or {}).values():
        if isinstance(value, int) and value > LARGEST_NUMBER:
            abort(404)


def number_or_404(typed: str) -> int:
    """Return the row's number that a form names, or answer 404."""
    return next(iter(possible_numbers([typed])), None) or abort(404)


def possible_numbers(typed: Iterable[str]) -> list[int]:
    """Return those that can be the number of a row, in their order."""
    figures = [each for each in typed if each.isascii() and each.isdigit()]
    short = [int(each) for each in figures if len(each) <= len(str(LARGEST_NUMBER))]
    return [number for number in short if number <= LARGEST_NUMBER]


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
    with at_the_door(db):
        found = sessions.find_session(db, secret)
        if found is None:
            return None
        if sessions.see(found):
            db.commit()
    audit.set_actor(db, audit.Actor("user", found.user_id))
    return SignedIn(found, secret)


def sign_in(user: User, *, second_factor: bool = False) -> None:
    """Open a session for a user who has shown who they are; the cookie is made anew.

    `second_factor` says that the one-time code was given in a session that this one follows.
    """
    if current_user.is_authenticated:
        sessions.end_session(current_user.session)
    kept = {name: session[name] for name in ("language", "next") if name in session}
    session.clear()
    session.update(kept)
    session.permanent = not user.is_staff
    secret = sessions.open_session(db, user)
    if second_factor:
        secret = _passed(secret)
    if user.is_staff:
        ensure_secret(user)
    user.last_seen_at = now()
    audit.set_actor(db, audit.Actor("user", user.id))
    audit.record(db, "user.signed-in", user)
    _remember(secret)


def pass_second_factor() -> None:
    """Record the one-time code of the person signing in; the cookie is made anew."""
    audit.record(db, "user.second-factor-passed", current_user.user)
    _remember(_passed(current_user.secret))


def _passed(secret: str) -> str:
    found = sessions.find_session(db, secret)
    assert found is not None  # noqa: S101 (it was opened or found in this transaction)
    return sessions.pass_second_factor(found)


def _remember(secret: str) -> None:
    db.flush()
    found = sessions.find_session(db, secret)
    assert found is not None  # noqa: S101 (it was opened or renewed in this transaction)
    form_tokens.note_session(found)
    login_user(SignedIn(found, secret))


def come_back_in(sent: SentForm) -> None:
    """Give the key to the session that a form opened once more: its first answer may be missed.

    A browser takes the answer of the second press only, which comes within moments.
    """
    opened = sent.session
    just_now = sent.at > now() - A_MOMENT
    if opened is None or not just_now or not sessions.is_live(opened) or opened.user.suspended_at:
        return
    secret = sessions.renew(opened)
    login_user(SignedIn(opened, secret))
    db.commit()


def sign_out() -> None:
    """End the session here and on the server."""
    if current_user.is_authenticated:
        sessions.end_session(current_user.session)
        audit.record(db, "user.signed-out", current_user.user)
    logout_user()
    session.clear()


def knock(*doors: Door) -> None:
    """Count an attempt at each door for good, or stop with the page that says when to come back."""
    if wait := wait_to_knock(*doors):
        raise TooManyAttempts(wait)


def wait_to_knock(*doors: Door) -> timedelta:
    """Count an attempt at each door for good, whatever comes of it, or return how long to wait."""
    wait = wait_at(db, *doors)
    db.commit()
    return wait


def inside(target: str | None) -> str | None:
    """Return an address of our own pages as it is, and none for any other."""
    if not target or len(target) > LONGEST_WAY_ON:
        return None
    if not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return None
    if any(sign <= " " or sign == "\\" for sign in target):
        return None
    try:
        current_app.url_map.bind("").match(urlsplit(target).path, method="GET")
    except (HTTPException, RoutingException, ValueError):
        return None
    return target


def portal_of(target: str) -> str:
    """Return the portal of a page of ours, by its address."""
    endpoint, _arguments = current_app.url_map.bind("").match(urlsplit(target).path, method="GET")
    return str(endpoint).partition(".")[0]


def signed_in_user() -> User:
    """Return the user of this request; only within a guarded portal."""
    return cast(User, current_user.user)


def scope_of(user: User) -> Scope:
    """Return whose rows a user may see."""
    if user.role is Role.COORDINATOR:
        return EVERYONE
    if user.role is Role.CASEWORKER:
        return Scope("organisation", user.organisation_id, user.id)
    if user.role is Role.LOCAL_REFERENT:
        return Scope("local-referent", user.id, user.id)
    return Scope("farm" if user.farm_id else "nobody", user.farm_id, user.id)


def guard(portal: Blueprint, *roles: Role) -> None:
    """Keep a portal for some kinds of person, signed in with all that is asked of them."""
    keep_for(portal.name, roles)

    def keep() -> Response | None:
        if not current_user.is_authenticated:
            target = request.full_path.rstrip("?") if request.method == "GET" else None
            return kept_forms.lead_back() or sign_in_first(target)
        if current_user.role not in roles:
            abort(404)
        if not current_user.complete:
            return redirect(url_for("auth.give_code"))
        if request.method == "POST":
            _take_turn(current_user.user)
        set_scope(db, scope_of(current_user.user))
        return kept_forms.keep_for_later() if request.method == "POST" else None

    portal.before_request(cast(Callable[[], Any], keep))


def _take_turn(user: User) -> None:
    """Let one act of a farm, or on one page, follow the other, and see what that one did."""
    farm = ("farm", user.farm_id) if user.farm_id else (request.path, user.organisation_id)
    take_turn(db, *farm)
    form_tokens.refuse_what_was_done()
    db.expire_all()


def find_or_404(
    kind: type[Row],
    *conditions: ColumnElement[bool],
    lock: bool = False,
    whole: Sequence[ORMOption] = (),
) -> Row:
    """Return the one row that meets every condition, or answer 404.

    A portal's own loaders (`own_party(id)`, `own_offer(id)`) name the owner among the conditions.
    `lock` holds the row until the transaction ends; `whole` says what is read along with it.
    """
    query = select(kind).where(*conditions).options(*whole)
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        abort(404)
    return found
