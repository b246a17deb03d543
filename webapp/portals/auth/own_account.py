"""One's own account: name, language, password, and where one is signed in."""

from flask import redirect, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.ground.clock import now
from webapp.models import Role, UserSession
from webapp.portals.auth import account, doors
from webapp.portals.auth.forms import ChangePasswordForm, ProfileForm
from webapp.portals.auth.provider import over_without_password
from webapp.services.accounts import passwords, proofs, second_factor
from webapp.services.records import audit, sessions
from webapp.web import access
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@account.get("/")
def show_account() -> str:
    """Show what the account holds."""
    user = access.signed_in_user()
    return page(
        user=user,
        sessions=sessions.live_sessions(db, user),
        present=current_user.session,
        recovery_codes_left=second_factor.recovery_codes_left(db, user),
        comes_by_provider_alone=bool(over_without_password(user)),
    )


@account.route("/profile", methods=["GET", "POST"])
def edit_profile() -> str | Response:
    """Change one's name and language, and whether the morning letter comes."""
    user = access.signed_in_user()
    form = ProfileForm(obj=user)
    if user.role is not Role.CASEWORKER:
        form.leave_out_digest()
    if form.validate_on_submit():
        with acting(form) as act:
            form.populate_obj(user)
            audit.record(db, "user.profile-edited", user)
            act.tell(_("Your details are saved."))
        if act.done:
            session["language"] = user.language
            return redirect(url_for("account.show_account"))
    return page(form=form)


@account.route("/new-password", methods=["GET", "POST"])
def change_password() -> str | Response:
    """Set a new password, after the present one; every other session ends."""
    user = access.signed_in_user()
    form = ChangePasswordForm()
    form.over = over_without_proof() or over_without_password(user)
    if not form.over and form.validate_on_submit():
        access.knock(*doors.at_password(user.email))
        if user.password_hash and not passwords.fits(user, form.present.data or ""):
            form.refuse("present", _("This is not your present password."))
            return page(form=form, user=user)
        proved = now() if user.password_hash else proofs.proved_last(current_user.session)
        with acting(form, "password") as act:
            passwords.set_password(db, user, form.password.data)
            access.sign_in(user, second_factor=user.is_staff)
            current_user.session.proved_at = proved
            act.tell(_("Your password is changed. You are signed out on every other device."))
        if act.done:
            return redirect(url_for("account.show_account"))
    return page(form=form, user=user)


def over_without_proof() -> str:
    """Say what to do first where a way in cannot be changed by whoever holds the telephone."""
    if proofs.may_change_way_in(current_user.session):
        return ""
    return str(
        _("You signed in on this device more than a week ago. For your safety sign out and in "
          "again by the link of an e-mail: then you can change this.")
    )  # fmt: skip


@account.post("/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Response:
    """Sign out on another device."""
    user = access.signed_in_user()
    found = access.find_or_404(
        UserSession, UserSession.id == session_id, UserSession.user_id == user.id
    )
    with acting() as act:
        sessions.end_session(found)
        audit.record(db, "user.session-ended", user)
        act.tell(_("You are signed out on that device."))
    return redirect(url_for("account.show_account"))


@account.post("/sign-out-everywhere")
def leave_everywhere() -> Response:
    """Sign out here and on every other device."""
    user = access.signed_in_user()
    with acting() as act:
        sessions.end_all_sessions(db, user)
        access.sign_out()
        act.tell(_("You are signed out on every device."))
    return redirect(url_for("auth.sign_in"))
