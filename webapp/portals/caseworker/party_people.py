"""The members of a party."""

from flask import abort
from werkzeug.wrappers import Response

from webapp.ground.names import same_words
from webapp.models import Party, Person
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, changing, go_on, own_party
from webapp.portals.caseworker.party_forms import PersonForm
from webapp.services.parties import duplicates, members
from webapp.web.extensions import db
from webapp.web.pages import page


@portal.route("/parties/<int:party_id>/people/new", methods=["GET", "POST"])
def add_person(party_id: int) -> str | Response:
    party = own_party(party_id, lock=True)
    form = PersonForm()
    same: list[Party] = []
    if form.validate_on_submit() and not (same := _of_this_name(form, party)):
        with changing(party, "people", form) as act:
            members.check_not_expected(party)
            person = Person()
            form.fill(person)
            party.persons.append(person)
        if act.done:
            return go_on(party)
    return page(form=form, party=party, same=same)


@portal.route("/parties/<int:party_id>/people/<int:person_id>", methods=["GET", "POST"])
def edit_person(party_id: int, person_id: int) -> str | Response:
    """Correct what is known of a member."""
    party = own_party(party_id)
    person = _member(party, person_id)
    form = PersonForm(obj=person, fundable_agreed=person.fundable_until is not None)
    same: list[Party] = []
    if form.validate_on_submit() and not (same := _of_this_name(form, party, person)):
        with changing(party, "people", form) as act:
            form.fill(person)
        if act.done:
            return go_on(party)
    return page(form=form, party=party, person=person, same=same)


@portal.post("/parties/<int:party_id>/people/<int:person_id>/removal")
def remove_person(party_id: int, person_id: int) -> Response:
    """Take a member out of a party; the last one stays."""
    party = own_party(party_id, lock=True)
    person = _member(party, person_id)
    with changing(party, "people"):
        members.remove_person(db, party, person)
    return go_on(party, FILE)


def _of_this_name(form: PersonForm, party: Party, but: Person | None = None) -> list[Party]:
    """Return the files with someone of the name typed, if nobody said that it is another."""
    if form.is_another.data or (but and same_words(but.name) == same_words(*form.names)):
        return []
    return duplicates.recorded_already(
        db, party.organisation_id, form.names, form.birth_year.data, but
    )


def _member(party: Party, person_id: int) -> Person:
    found = next((person for person in party.persons if person.id == person_id), None)
    return found or abort(404)
