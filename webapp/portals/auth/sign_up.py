"""Farmers who come by themselves."""

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from webapp.portals.auth import doors, portal
from webapp.portals.auth.forms import HostForm
from webapp.portals.auth.pace import evenly
from webapp.services.accounts import users
from webapp.web import access
from webapp.web.acts import acting
from webapp.web.extensions import current_language, db
from webapp.web.pages import page


@portal.route("/host", methods=["GET", "POST"])
@evenly
def ask_to_host() -> str | Response:
    """Ask a farmer's name and e-mail address, and write them a link."""
    form = HostForm()
    if form.validate_on_submit():
        session["email"] = form.email.data
        access.knock(*doors.at_letter_box(form.email.data))
        with acting(form, "email") as act:
            users.ask_to_host(db, form.email.data, form.name.data, current_language().code)
        if act.done:
            return redirect(url_for("auth.link_sent", new="farm"))
    return page(form=form)
