"""The members of a party."""

from flask import abort
from werkzeug.wrappers import Response

from webapp.models import Party, Person
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, changing, go_on, own_party
from webapp.portals.caseworker.party_forms import PersonForm
from webapp.services.parties import parties
from webapp.web.pages import page


@portal.route("/parties/<int:party_id>/people/new", methods=["GET", "POST"])
def add_person(party_id: int) -> str | Response:
    party = own_party(party_id, lock=True)
    form = PersonForm()
    if form.validate_on_submit():
        with changing(party, "people", form) as act:
            parties.check_not_expected(party)
            person = Person()
            form.fill(person)
            party.persons.append(person)
        if act.done:
            return go_on(party)
    return page(form=form, party=party)


@portal.route("/parties/<int:party_id>/people/<int:person_id>", methods=["GET", "POST"])
def edit_person(party_id: int, person_id: int) -> str | Response:
    """Correct what is known of a member."""
    party = own_party(party_id)
    person = _member(party, person_id)
    form = PersonForm(obj=person)
    if form.validate_on_submit():
        with changing(party, "people", form) as act:
            form.fill(person)
        if act.done:
            return go_on(party)
    return page(form=form, party=party, person=person)


@portal.post("/parties/<int:party_id>/people/<int:person_id>/removal")
def remove_person(party_id: int, person_id: int) -> Response:
    """Take a member out of a party; the last one stays."""
    party = own_party(party_id, lock=True)
    person = _member(party, person_id)
    with changing(party, "people"):
        parties.remove_person(party, person)
    return go_on(party, FILE)


def _member(party: Party, person_id: int) -> Person:
    found = next((person for person in party.persons if person.id == person_id), None)
    return found or abort(404)
