"""Signing in by e-mail address and password, and signing out."""

from flask import redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from webapp.portals.auth import doors, portal
from webapp.portals.auth.forms import EmailForm, LinkForm, PasswordForm
from webapp.portals.auth.pace import evenly
from webapp.portals.auth.provider import leave, require_password, write_way_in
from webapp.portals.auth.ways import onward
from webapp.services.accounts import users
from webapp.web import access
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response:
    """Ask who it is."""
    if current_user.is_authenticated and request.method == "GET":
        return onward()
    target = access.inside(request.args.get("next"))
    if target:
        session["next"] = target
    form = EmailForm(email=session.get("email"))
    if form.validate_on_submit():
        session["email"] = form.email.data
        return redirect(url_for("auth.give_password"))
    return page(form=form)


@portal.route("/password", methods=["GET", "POST"])
def give_password() -> str | Response:
    """Ask for the password, and offer a link to those who have none."""
    email = session.get("email")
    if not email:
        return redirect(url_for("auth.sign_in"))
    form = PasswordForm()
    if form.validate_on_submit():
        access.knock(*doors.at_password(email))
        with acting(form, "password") as act:
            user = users.prove(db, email, form.password.data)
            require_password(user)
            access.sign_in(user)
        if act.done:
            return onward()
    return page(form=form, email=email, link_form=LinkForm())


@portal.post("/link")
@evenly
def send_link() -> Response:
    """Write a link to whoever has this e-mail address, and say the same to everyone."""
    email = session.get("email")
    if not email:
        return redirect(url_for("auth.sign_in"))
    access.knock(*doors.at_letter_box(email))
    with acting():
        user = users.find_by_email(db, email)
        if user is not None:
            write_way_in(user, users.send_way_in)
    return redirect(url_for("auth.link_sent"))


@portal.get("/link-sent")
def link_sent() -> str:
    """Tell to look at one's e-mail."""
    return page(email=session.get("email"), signing_up="new" in request.args)


@portal.route("/forgotten-password", methods=["GET", "POST"])
@evenly
def forget_password() -> str | Response:
    """Write to someone who has forgotten their password, and say the same to everyone."""
    form = EmailForm(email=session.get("email"))
    if form.validate_on_submit():
        session["email"] = form.email.data
        access.knock(*doors.at_letter_box(form.email.data))
        with acting():
            user = users.find_by_email(db, form.email.data)
            if user is not None:
                write_way_in(user, users.send_new_password)
        return redirect(url_for("auth.link_sent"))
    return page(form=form)


@portal.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    left = current_user.session if current_user.is_authenticated else None
    with acting() as act:
        access.sign_out()
        act.tell(_("You are signed out."))
    return leave(left) or redirect(url_for("auth.sign_in"))
