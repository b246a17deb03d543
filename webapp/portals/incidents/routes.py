"""The routes of incidents: those of every reader, and those that coordinators alone have."""

from flask import render_template, request
from sqlalchemy import ColumnElement

from webapp.models import Incident
from webapp.services.visits import incidents
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.views import Routes

routes = Routes()
for_coordinators = Routes()


def readable() -> ColumnElement[bool]:
    """Say which incidents the reader of this request is named to read."""
    return incidents.readable_by(signed_in_user())


def seen_incident(incident_id: int) -> Incident:
    """Return an incident that the reader is named to read, or answer 404; reading it is kept."""
    found = find_or_404(Incident, Incident.id == incident_id, readable())
    if request.method == "GET":
        note_reading("incident.read", found)
        db.refresh(found)
    return found


def incident_page(incident: Incident, form: Form | None = None, **context: object) -> str:
    """Render the template of the present view, in the frame of the portal it was opened from."""
    view = (request.endpoint or "").rpartition(".")[2]
    return render_template(
        f"incidents/{view}.html",
        portal=request.blueprint,
        incident=incident,
        form=form,
        **context,
    )
