"""What guests take away, for whoever looks after their visit: to print, and to hand over."""

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Attestation, Visit
from webapp.portals.visit_desk.forms import NameForm
from webapp.portals.visit_desk.routes import page, routes, seen_visit
from webapp.services.after import attestations
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.visit_papers import attestation_paper, rights_paper
from webapp.wording import attestations as wording


@routes.get("/visits/<int:visit_id>/attestation")
def show_attestations(visit_id: int) -> str:
    """Show the attestation of each person who was there, and those that are not valid."""
    visit = seen_visit(visit_id)
    note_reading("visit.attestation-read", visit)
    theirs, valid = visit.party.reads_in, attestations.of_visit(visit)
    return page(
        visit,
        attestations=[(each, wording.in_both(each, theirs)) for each in valid],
        others=[each for each in visit.attestations if each not in valid],
    )


@routes.get("/visits/<int:visit_id>/attestation/<int:attestation_id>.pdf")
def download_attestation(visit_id: int, attestation_id: int) -> Response:
    """Give the attestation of one person, to print."""
    visit = seen_visit(visit_id)
    made = _seen_attestation(visit, attestation_id)
    if made not in attestations.of_visit(visit):
        abort(404)
    note_reading("visit.attestation-read", visit)
    return attestation_paper(made, visit.party.reads_in)


@routes.post("/visits/<int:visit_id>/attestation/<int:attestation_id>/withdrawal")
def withdraw_attestation(visit_id: int, attestation_id: int) -> Response:
    """Take back the attestation of somebody who was not there."""
    made = _seen_attestation(seen_visit(visit_id), attestation_id)
    with acting() as act:
        attestations.set_valid(db, made, valid=False)
        act.tell(_("It is withdrawn: whoever checks its number reads that it is not valid."))
    return redirect(url_for(".show_attestations", visit_id=visit_id))


@routes.post("/visits/<int:visit_id>/attestation/<int:attestation_id>/restoration")
def restore_attestation(visit_id: int, attestation_id: int) -> Response:
    """Let it be valid: they were there."""
    made = _seen_attestation(seen_visit(visit_id), attestation_id)
    with acting() as act:
        attestations.set_valid(db, made, valid=True)
        act.tell(_("It is valid, and stands behind the link of the people."))
    return redirect(url_for(".show_attestations", visit_id=visit_id))


@routes.route(
    "/visits/<int:visit_id>/attestation/<int:attestation_id>/name", methods=["GET", "POST"]
)
def correct_attestation(visit_id: int, attestation_id: int) -> str | Response:
    """Issue it again under the name that is right."""
    visit = seen_visit(visit_id)
    made = _seen_attestation(visit, attestation_id)
    form = NameForm(obj=made)
    if is_issued_again(made, form):
        return redirect(url_for(".show_attestations", visit_id=visit_id))
    return page(visit, form=form, attestation=made)


def is_issued_again(made: Attestation, form: NameForm) -> bool:
    """Issue an attestation again under the name that was sent, if one was and may be."""
    if not form.validate_on_submit():
        return False
    with acting(form) as act:
        attestations.issue_again(db, made, form.name.data)
        act.tell(_("It is issued again, and the old number is not valid any more."))
    return act.done


def _seen_attestation(visit: Visit, attestation_id: int) -> Attestation:
    found = [each for each in visit.attestations if each.id == attestation_id]
    return found[0] if found else abort(404)


@routes.get("/visits/<int:visit_id>/rights.pdf")
def download_rights(visit_id: int) -> Response:
    """Give the sheet of rights in the guests' language."""
    visit = seen_visit(visit_id)
    return rights_paper(visit, visit.party.reads_in)
