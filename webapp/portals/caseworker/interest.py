"""What people say on the telephone: still interested, or not any more."""

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, go_on, own_party
from webapp.services.parties import interest
from webapp.web.acts import acting
from webapp.web.extensions import db


@portal.post("/parties/<int:party_id>/interest")
def note_interest(party_id: int) -> Response:
    """Note whether they are still interested; a no pauses the file, a yes goes on."""
    party, said = own_party(party_id), request.form.get("answer", "")
    if said not in {"yes", "no", "talked"}:
        abort(404)
    with acting() as act:
        if said == "talked":
            interest.talked(db, party)
        else:
            interest.say(db, party, interested=said == "yes", for_them=True)
        act.tell(_("It is noted."))
    return go_on(party, FILE)
