"""The one-time code: set up at the first sign-in of staff, asked at every other."""

from typing import Any

import segno
from flask import current_app, redirect, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.models import User
from webapp.portals.auth import doors, portal
from webapp.portals.auth.forms import CodeForm
from webapp.portals.auth.ways import onward
from webapp.services.accounts import second_factor
from webapp.web import access, shown_once
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/code", methods=["GET", "POST"])
def give_code() -> str | Response:
    """Ask for the one-time code, or for a recovery code."""
    elsewhere = _not_for_now(confirmed=True)
    if elsewhere is not None:
        return elsewhere
    form, user = CodeForm(), access.signed_in_user()
    if form.validate_on_submit():
        access.knock(*doors.at_code(user.id))
        with acting(form, "code") as act:
            second_factor.prove(db, user, form.code.data)
            access.pass_second_factor()
        if act.done:
            return onward()
    return page(form=form, shown_code=demonstration_code(user))


@portal.route("/set-up-code", methods=["GET", "POST"])
def set_up_code() -> str | Response:
    """Show the secret as a QR code, and take the first code that the telephone makes of it."""
    if request.method == "GET" and (codes := shown_once.read()):
        return page(codes=codes, form=None)
    elsewhere = _not_for_now(confirmed=False)
    if elsewhere is not None:
        return elsewhere
    form, user = CodeForm(), access.signed_in_user()
    if form.validate_on_submit():
        access.knock(*doors.at_code(user.id))
        with acting(form, "code") as act:
            second_factor.confirm(db, user, form.code.data)
            codes = second_factor.renew_recovery_codes(db, user)
            access.pass_second_factor()
        if act.done:
            return shown_once.lead_to(*codes)
    return page(form=form, user=user, **set_up_facts(user))


def demonstration_code(user: User) -> str:
    """Return the code to show on the page: only in a demonstration, with its invented people."""
    demonstration = current_app.extensions["config"].demonstration
    return second_factor.current_code(user) if demonstration else ""


def set_up_facts(user: User) -> dict[str, Any]:
    """Return what the page needs to hand the secret over: picture, text, demonstration's code."""
    secret = user.code_secret or ""
    return {
        "picture": qr_picture(second_factor.enrolment_address(user)),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "shown_code": demonstration_code(user),
    }


def qr_picture(text: str) -> Markup:
    """Return a QR code as inline SVG, without any style of its own."""
    picture = segno.make(text, error="m").svg_inline(
        scale=5, border=4, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(picture)  # noqa: S704 (made of modules only; the text is not in it)


def _not_for_now(*, confirmed: bool) -> Response | None:
    """Lead away whoever is not about to give this code."""
    if not current_user.is_authenticated:
        return redirect(url_for("auth.sign_in"))
    if current_user.complete or confirmed != (current_user.user.code_confirmed_at is not None):
        return onward()
    return None
