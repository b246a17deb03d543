"""One's own second factor: new recovery codes, another telephone."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.models import User
from webapp.portals.auth import account, doors
from webapp.portals.auth.code import demonstration_code
from webapp.portals.auth.forms import CodeForm
from webapp.services.accounts import second_factor
from webapp.services.records import sessions
from webapp.web import access, shown_once
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@account.route("/recovery-codes", methods=["GET", "POST"])
def renew_recovery_codes() -> str | Response:
    """Make new recovery codes after a code, and show them for a few minutes."""
    user, form = _member_of_staff(), CodeForm()
    if request.method == "GET" and (codes := shown_once.read()):
        return page(codes=codes, form=None)
    if form.validate_on_submit():
        access.knock(*doors.at_code(user.id))
        with acting(form, "code") as act:
            second_factor.prove(db, user, form.code.data)
            codes = second_factor.renew_recovery_codes(db, user)
        if act.done:
            return shown_once.lead_to(*codes)
    return page(form=form, shown_code=demonstration_code(user))


@account.route("/new-telephone", methods=["GET", "POST"])
def change_telephone() -> str | Response:
    """Forget the present telephone after a code; the new one is set up straight away."""
    user, form = _member_of_staff(), CodeForm()
    if form.validate_on_submit():
        access.knock(*doors.at_code(user.id))
        with acting(form, "code") as act:
            second_factor.prove(db, user, form.code.data)
            second_factor.reset(db, user)
            sessions.end_all_sessions(db, user)
            access.sign_in(user)
            act.tell(_("Now set up your new telephone."), "info")
        if act.done:
            return redirect(url_for("auth.set_up_code"))
    return page(form=form, shown_code=demonstration_code(user))


def _member_of_staff() -> User:
    if not current_user.user.is_staff:
        abort(404)
    return access.signed_in_user()
