"""Letters of a visit, for who reads no message: printed here, and noted once they have left."""

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.languages import DEFAULT
from webapp.models import Side, Visit
from webapp.portals.visit_desk.routes import back_to, routes, seen_visit
from webapp.services.visits import letters
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.visit_letter import proposal_letter


@routes.get("/visits/<int:visit_id>/<any(party,farm):side>-letter.pdf")
def download_letter(visit_id: int, side: str) -> Response:
    """Give a side's proposal as a letter, in its language."""
    visit, reader = seen_visit(visit_id), Side(side)
    if not letters.may_be_posted(visit, reader):
        abort(404)
    note_reading("visit.read", visit)
    language = visit.party.reads_in if reader is Side.PARTY else DEFAULT
    return proposal_letter(visit, reader, language)


@routes.post("/visits/<int:visit_id>/<any(party,farm):side>-letter")
def post_letter(visit_id: int, side: str) -> Response:
    """Note that a letter was posted, or given by hand."""
    visit: Visit = seen_visit(visit_id)
    with acting() as act:
        letters.post(db, visit, Side(side))
        act.tell(_("It is noted that the letter has left."))
    return back_to(visit_id)
