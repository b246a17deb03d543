"""Guests were expected and the visit did not take place: the farm says why."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField

from webapp.models import MISSED_CAUSES, Side
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.visits import missed
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices, required
from webapp.web.pages import page


class MissedForm(Form):
    """Why nobody came, as the farm knows it."""

    cause = RadioField(
        _l("As far as you know"),
        [required(_l("Choose one of the answers"))],
        choices=choices("farm-missed", MISSED_CAUSES),
    )


@portal.route("/visits/<int:visit_id>/missed", methods=["GET", "POST"])
def tell_missed(visit_id: int) -> str | Response:
    """Ask why the visit did not take place; what was said before can be changed."""
    visit = own_visit(visit_id)
    if not missed.may_be_contested(visit):
        abort(404)
    form = MissedForm(obj=missed.of_side(db, visit, Side.FARM))
    if form.validate_on_submit():
        with acting(form, "cause") as act:
            missed.say(db, visit, Side.FARM, form.cause.data)
            act.tell(_("Thank you! What you said is noted."))
        if act.done:
            return redirect(url_for("farmer.show_visit", visit_id=visit_id))
    if not missed.may_be_said(visit):
        form.over = str(_("The time to say here what happened is over: call the programme."))
    return page(visit=visit, form=form)
