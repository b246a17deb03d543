"""What became of it, some months after guests were there."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField

from webapp.models import OUTCOMES, Side
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.after import follow_ups
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, choices, required
from webapp.web.pages import page


class SinceForm(Form):
    """What became of it, by the list of outcomes, after how many months."""

    months = HiddenField()
    outcome = RadioField(
        _l("As far as you know"),
        [required(_l("Choose one of the answers"))],
        choices=choices("farm-outcome", OUTCOMES),
    )


@portal.route("/visits/<int:visit_id>/since", methods=["GET", "POST"])
def tell_since(visit_id: int) -> str | Response:
    """Ask what became of it since the visit; it can be put right for some days."""
    visit = own_visit(visit_id)
    asked = follow_ups.to_tell(db, visit, Side.FARM)
    if follow_ups.present(db, visit, Side.FARM) is None:
        abort(404)
    form = SinceForm(data={"outcome": asked and asked.outcome, "months": asked and asked.months})
    if form.validate_on_submit():
        with acting(form, "outcome") as act:
            said, months = form.outcome.data, form.months.data or ""
            follow_ups.tell(db, visit, Side.FARM, months, said, "portal")
            act.tell(_("Thank you! What you said is noted."))
        if act.done:
            return redirect(url_for("farmer.show_visit", visit_id=visit_id))
    if asked is None:
        form.over = str(_("What has become of it is noted already."))
    return page(visit=visit, form=form)
