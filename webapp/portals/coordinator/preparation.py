"""Sparing a farm the workshop that the programme asks for, in writing."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Farm
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farms import back_to
from webapp.services.workshops import preparation
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.waiver_form import WaiverForm


@portal.route("/farms/<int:farm_id>/preparation", methods=["GET", "POST"])
def waive_farm_preparation(farm_id: int) -> str | Response:
    """Spare a farm the workshop by a written word."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    form = WaiverForm(data={"reason": farm.workshop_waiver})
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            preparation.waive_farm(db, farm, form.reason.data or "")
            act.tell(_("It is written down: this farm needs no workshop."))
        if act.done:
            return back_to(farm)
    return page(form=form, farm=farm)
