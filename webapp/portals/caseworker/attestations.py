"""Attestations of the workshops at which people of a file were: to print, and to hand over."""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp.models import Attestation, Party
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import own_party
from webapp.portals.visit_desk.attestations import is_issued_again
from webapp.portals.visit_desk.forms import NameForm
from webapp.services.after import attestations
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.visit_papers import attestation_paper
from webapp.wording import attestations as wording


@portal.get("/parties/<int:party_id>/attestations")
def show_workshop_attestations(party_id: int) -> str:
    """Show the attestation of each person for each workshop."""
    party = own_party(party_id)
    theirs, made = party.reads_in, attestations.of_household(db, party)
    return page(party=party, attestations=[(each, wording.in_both(each, theirs)) for each in made])


@portal.get("/parties/<int:party_id>/attestations/<int:attestation_id>.pdf")
def download_workshop_attestation(party_id: int, attestation_id: int) -> Response:
    """Give the attestation of one person, to print."""
    party = own_party(party_id)
    return attestation_paper(_one(party, attestation_id), party.reads_in)


@portal.route(
    "/parties/<int:party_id>/attestations/<int:attestation_id>/name", methods=["GET", "POST"]
)
def correct_workshop_attestation(party_id: int, attestation_id: int) -> str | Response:
    """Issue it again under the name that is right."""
    party = own_party(party_id)
    made = _one(party, attestation_id)
    form = NameForm(obj=made)
    if is_issued_again(made, form):
        return redirect(url_for("caseworker.show_workshop_attestations", party_id=party.id))
    return page(party=party, form=form, attestation=made)


def _one(party: Party, number: int) -> Attestation:
    found = [each for each in attestations.of_household(db, party) if each.id == number]
    return found[0] if found else abort(404)
