"""Farmers who come by themselves."""

from flask import redirect, session, url_for
from werkzeug.wrappers import Response

from webapp import access
from webapp.auth import doors, portal
from webapp.auth.forms import HostForm
from webapp.auth.pace import evenly
from webapp.extensions import current_language, db
from webapp.pages import page
from webapp.services import users


@portal.route("/host", methods=["GET", "POST"])
@evenly
def ask_to_host() -> str | Response:
    """Ask a farmer's name and e-mail address, and write them a link."""
    form = HostForm()
    if form.validate_on_submit():
        session["email"] = form.email.data
        access.knock(*doors.at_letter_box(form.email.data))
        users.ask_to_host(db, form.email.data, form.name.data, current_language().code)
        db.commit()
        return redirect(url_for("auth.link_sent", new="farm"))
    return page(form=form)
