"""What became of it, some months after guests were there."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField

from webapp.models import OUTCOMES, Side
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.after import follow_ups
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices, required
from webapp.web.pages import page


class SinceForm(Form):
    """What became of it, by the list of outcomes."""

    outcome = RadioField(
        _l("As far as you know"),
        [required(_l("Choose one of the answers"))],
        choices=choices("farm-outcome", OUTCOMES),
    )


@portal.route("/visits/<int:visit_id>/since", methods=["GET", "POST"])
def tell_since(visit_id: int) -> str | Response:
    """Ask what became of it since the visit; what was said before can be changed."""
    visit = own_visit(visit_id)
    asked = follow_ups.present(db, visit, Side.FARM)
    if asked is None:
        abort(404)
    form = SinceForm(data={"outcome": asked.outcome})
    if form.validate_on_submit():
        with acting(form, "outcome") as act:
            follow_ups.tell(db, asked, form.outcome.data, "portal")
            act.tell(_("Thank you! What you said is noted."))
        if act.done:
            return redirect(url_for("farmer.show_visit", visit_id=visit_id))
    return page(visit=visit, form=form)
