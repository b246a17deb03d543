"""What guests take away, for whoever looks after their visit: to print, and to hand over."""

from flask import abort
from werkzeug.wrappers import Response

from webapp.portals.visit_desk.routes import page, routes, seen_visit
from webapp.services.after import attestations
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.visit_papers import attestation_paper, rights_paper
from webapp.wording import attestations as wording
from webapp.wording.messages import read_by


@routes.get("/visits/<int:visit_id>/attestation")
def show_attestations(visit_id: int) -> str:
    """Show the attestation of each person who was there."""
    visit = seen_visit(visit_id)
    note_reading("visit.attestation-read", visit)
    theirs = read_by(visit.party)
    made = attestations.of_visit(db, visit)
    return page(visit, attestations=[(each, wording.in_both(each, theirs)) for each in made])


@routes.get("/visits/<int:visit_id>/attestation/<int:attestation_id>.pdf")
def download_attestation(visit_id: int, attestation_id: int) -> Response:
    """Give the attestation of one person, to print."""
    visit = seen_visit(visit_id)
    made = attestations.of_visit(db, visit, attestation_id)
    if not made:
        abort(404)
    note_reading("visit.attestation-read", visit)
    return attestation_paper(made[0], read_by(visit.party))


@routes.get("/visits/<int:visit_id>/rights.pdf")
def download_rights(visit_id: int) -> Response:
    """Give the sheet of rights in the guests' language."""
    visit = seen_visit(visit_id)
    return rights_paper(visit, read_by(visit.party))
