"""What a farm says on the telephone: still interested, or not any more."""

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Farm
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farms import back_to
from webapp.services.parties import interest
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db


@portal.post("/farms/<int:farm_id>/interest")
def note_interest(farm_id: int) -> Response:
    """Note whether a farm is still interested; what follows from a no is decided by a person."""
    farm, said = find_or_404(Farm, Farm.id == farm_id), request.form.get("answer", "")
    if said not in {"yes", "no", "talked"}:
        abort(404)
    with acting() as act:
        if said == "talked":
            interest.talked(db, farm)
        else:
            interest.say(db, farm, interested=said == "yes", for_them=True)
        act.tell(_("It is noted."))
    return back_to(farm)
