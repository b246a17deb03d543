"""Incidents: what is about safety, and what a coordinator found."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import Length

from webapp.models import Incident
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farms import back_to
from webapp.services.visits import incidents
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, required
from webapp.web.pages import page
from webapp.wording import format_date


class FindingForm(Form):
    """What was found and done."""

    finding = LinesField(
        _l("What did you find, and what was done?"),
        [required(_l("Write in a sentence what was found and done")), Length(max=1000)],
        description=_l("Only coordinators read it. Nothing about health or anybody's story."),
    )


@portal.route("/incidents/<int:incident_id>", methods=["GET", "POST"])
def close_incident(incident_id: int) -> str | Response:
    """Show an incident, and close it with a written word."""
    incident = find_or_404(Incident, Incident.id == incident_id)
    form = FindingForm()
    if form.validate_on_submit():
        with acting(form, "finding") as act:
            incidents.close(db, incident, signed_in_user(), form.finding.data)
            act.tell(
                _("The incident is closed. The farm stays on hold: another one is open.")
                if incident.farm.on_hold_since
                else _("The incident is closed: new visits can be proposed to the farm again.")
            )
        if act.done:
            return back_to(incident.farm)
    if incident.closed_by and incident.closed_at:
        day, name = format_date(incident.closed_at, "long"), incident.closed_by.name
        form.over = _("Closed by %(name)s on %(day)s.", name=name, day=day)
    return page(form=form, incident=incident)
