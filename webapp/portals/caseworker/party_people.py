"""The members of a party."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Party, Person
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, keep_change, own_party
from webapp.portals.caseworker.party_forms import PersonForm
from webapp.services.parties import parties
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import sentence


@portal.route("/parties/<int:party_id>/people/new", methods=["GET", "POST"])
def add_person(party_id: int) -> str | Response:
    """Add a member to a party."""
    party = own_party(party_id, lock=True)
    form = PersonForm()
    if not form.validate_on_submit():
        return page(form=form, party=party)
    try:
        parties.check_not_expected(party)
    except RuleBroken as rule:
        form.form_errors.append(sentence(rule))
        return page(form=form, party=party)
    person = Person()
    form.fill(person)
    party.persons.append(person)
    return keep_change(party, "people")


@portal.route("/parties/<int:party_id>/people/<int:person_id>", methods=["GET", "POST"])
def edit_person(party_id: int, person_id: int) -> str | Response:
    """Correct what is known of a member."""
    party = own_party(party_id)
    person = _member(party, person_id)
    form = PersonForm(obj=person)
    if not form.validate_on_submit():
        return page(form=form, party=party, person=person)
    form.fill(person)
    return keep_change(party, "people")


@portal.post("/parties/<int:party_id>/people/<int:person_id>/removal")
def remove_person(party_id: int, person_id: int) -> Response:
    """Take a member out of a party; the last one stays."""
    party = own_party(party_id, lock=True)
    person = _member(party, person_id)
    if len(party.persons) == 1:
        flash(_("A party keeps at least one person."), "error")
        return redirect(url_for("caseworker.show_party", party_id=party.id))
    try:
        parties.check_not_expected(party)
    except RuleBroken as rule:
        flash(sentence(rule), "error")
        return redirect(url_for("caseworker.show_party", party_id=party.id))
    party.persons.remove(person)
    db.flush()
    return keep_change(party, "people", FILE)


def _member(party: Party, person_id: int) -> Person:
    found = next((person for person in party.persons if person.id == person_id), None)
    return found or abort(404)
