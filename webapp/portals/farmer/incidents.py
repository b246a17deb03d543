"""The farm tells of something that happened at a visit."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Side
from webapp.portals.farmer import portal
from webapp.portals.farmer.visits import own_visit
from webapp.services.visits import incidents
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.incident_form import IncidentForm
from webapp.web.pages import page


@portal.route("/visits/<int:visit_id>/incident", methods=["GET", "POST"])
def report_incident(visit_id: int) -> str | Response:
    """Ask what happened, put it before those who look after incidents, and show the numbers."""
    visit, form = own_visit(visit_id), IncidentForm()
    if form.validate_on_submit():
        with acting(form, asks=False) as act:
            incidents.report(db, form.told(), visit=visit, side=Side.FARM)
            act.tell(_("It is told. A few people of the programme read it, and nobody else."))
        if act.done:
            return redirect(url_for("farmer.show_help", visit_id=visit_id))
    return page(visit=visit, form=form)
