"""Who a party travels with, and the farms it is not to be paired with."""

from flask import abort, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Farm, FarmState, Party, PartyState, Refusal, Side
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import FILE, changing, go_on, own_party
from webapp.portals.caseworker.party_forms import CompanionForm, RefusalForm
from webapp.portals.visit_desk.forms import AgainForm
from webapp.services.parties import companions, refusals
from webapp.services.parties.search import Search, find_parties, load_parties
from webapp.services.visits import past_answers
from webapp.web.access import signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.removals import offer


@portal.route("/parties/<int:party_id>/companions", methods=["GET", "POST"])
def edit_companions(party_id: int) -> str | Response:
    """Show who a party travels with, and add another party."""
    party = own_party(party_id)
    form = CompanionForm(_others(party))
    if form.validate_on_submit():
        with acting(form) as act:
            companions.join(db, party, own_party(int(form.other.data)))
            act.tell(_("Saved."))
        if act.done:
            return go_on(party)
    return page(form=form, party=party)


def _others(party: Party) -> list[Party]:
    mine = find_parties(db, signed_in_user().organisation_id or 0, Search()).numbers(db)
    found = load_parties(db, mine)
    together = party.companions.parties if party.companions else [party]
    return [each for each in found if each not in together and each.state is not PartyState.LEFT]


@portal.post("/parties/<int:party_id>/companions/removal")
def separate_party(party_id: int) -> Response:
    """Let a party travel on its own again."""
    party = own_party(party_id)
    with acting() as act:
        companions.separate(db, party)
        act.tell(_("Saved."))
    return go_on(party, FILE)


@portal.route("/parties/<int:party_id>/refusals", methods=["GET", "POST"])
def edit_refusals(party_id: int) -> str | Response:
    """Show the farms not to be paired with, and add one."""
    party = own_party(party_id)
    refused = {refusal.farm_id for refusal in party.refusals}
    farms = _farms()
    form = RefusalForm([(each, name) for each, name in farms.items() if each not in refused])
    if form.validate_on_submit():
        refusal = Refusal(farm_id=int(form.farm.data), side=Side(form.side.data))
        with changing(party, "refusals", form) as act:
            party.refusals.append(refusal)
        if act.done:
            return go_on(party)
    said = past_answers.of_party(db, party)
    return page(form=form, party=party, farms=farms, said=said, scope_of=past_answers.scope_of)


@portal.post("/parties/<int:party_id>/refusals/<int:number>/removal")
def remove_refusal(party_id: int, number: int) -> Response:
    """Let a party and a farm be paired again."""
    party = own_party(party_id)
    found = next((each for each in party.refusals if each.id == number), None)
    with changing(party, "refusals") as act:
        refusal = found or abort(404)
        name = refusals.names_of(db, [refusal.farm_id])[refusal.farm_id]
        there = url_for("caseworker.edit_refusals", party_id=party.id)
        offer(act, refusal, f"{party.code}, {name}", there)
        party.refusals.remove(refusal)
    return go_on(party, FILE)


@portal.route("/parties/<int:party_id>/visits/<int:visit_id>/again", methods=["GET", "POST"])
def propose_again(party_id: int, visit_id: int) -> str | Response:
    """Let a pair that was refused be proposed again, with a written reason."""
    party, form = own_party(party_id), AgainForm()
    said = {visit.id: visit for visit in past_answers.of_party(db, party)}
    visit = said.get(visit_id) or abort(404)
    if form.validate_on_submit():
        with changing(party, "refusals", form) as act:
            past_answers.lift(db, visit, form.reason.data)
        if act.done:
            return go_on(party, "caseworker.edit_refusals")
    return page(form=form, party=party, visit=visit)


def _farms() -> dict[int, str]:
    gone = (FarmState.REMOVED, FarmState.DECLINED)
    return refusals.names_of_farms(db, Farm.state.not_in(gone))
