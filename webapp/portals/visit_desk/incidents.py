"""Telling of an incident at a visit, as its association or those who stand in for it."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.portals.visit_desk.routes import back_to, page, routes, seen_visit
from webapp.services.visits import incidents
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.incident_form import IncidentForm


@routes.route("/visits/<int:visit_id>/incident", methods=["GET", "POST"])
def report_incident(visit_id: int) -> str | Response:
    """Tell of something that happened; a serious one holds the farm at once."""
    visit, form = seen_visit(visit_id), IncidentForm()
    if form.validate_on_submit():
        with acting(form, asks=False) as act:
            incidents.report(db, form.told(), visit=visit, by=signed_in_user())
            act.tell(_("It is told. Those who look after incidents read it, and nobody else."))
        if act.done:
            return back_to(visit_id)
    return page(visit, form=form)
