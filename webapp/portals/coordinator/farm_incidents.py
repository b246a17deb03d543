"""Telling of an incident at a farm, as the coordination."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Farm
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farms import back_to
from webapp.services.visits import incidents
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.incident_form import IncidentForm
from webapp.web.pages import page


@portal.route("/farms/<int:farm_id>/incident", methods=["GET", "POST"])
def report_at_farm(farm_id: int) -> str | Response:
    """Tell of something that happened; a serious one holds the farm at once."""
    farm, form = find_or_404(Farm, Farm.id == farm_id), IncidentForm()
    if form.validate_on_submit():
        with acting(form, asks=False) as act:
            incidents.report(db, form.told(), farm=farm, by=signed_in_user())
            act.tell(_("It is told. Those who look after incidents read it, and nobody else."))
        if act.done:
            return back_to(farm)
    return page(form=form, farm=farm)
