"""A file on its way to another association, and those that are offered to this one."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from webapp.ground.errors import RuleBroken
from webapp.models import Organisation, Party, Transfer, TransferState
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import go_on, own_party
from webapp.services.parties import transfers
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, over
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.web.unchanged import given_again

PAGE = "caseworker.transfer_party"


class TransferForm(Form):
    """Which association is to take a file on."""

    to = SelectField(_l("To which association"), [required(_l("Choose an association"))])

    def __init__(self, others: list[Organisation]) -> None:
        super().__init__()
        self.to.choices = [
            SelectChoice("", _l("Choose")),
            *(SelectChoice(str(each.id), each.name) for each in others),
        ]


@portal.route("/parties/<int:party_id>/transfer", methods=["GET", "POST"])
def transfer_party(party_id: int) -> str | Response:
    """Propose that another association takes a file on, or show how far that has come."""
    party = own_party(party_id)
    form = TransferForm(transfers.others(db, party.organisation_id))
    form.over = over(transfers.what_forbids(db, party))
    if form.validate_on_submit():
        with acting(form) as act:
            to = db.get_one(Organisation, int(form.to.data))
            transfers.ask(db, party, to, signed_in_user())
            act.tell(_("They are asked. Nothing changes without their yes."))
        if act.done:
            return go_on(party, PAGE)
    return page(form=form, party=party, last=transfers.last(db, party))


@portal.post("/parties/<int:party_id>/transfer/word")
def note_transfer(party_id: int) -> Response:
    """Note what the people say of it, on the telephone or at the desk."""
    if gone := _taken_on(party_id):
        return gone
    party, said = own_party(party_id), request.form.get("answer", "")
    if said not in {"yes", "no"}:
        abort(404)
    proposed = _undecided(party)
    with acting() as act:
        transfers.say(db, proposed, signed_in_user(), yes=said == "yes")
        act.tell(_("It is noted."))
    return go_on(party, PAGE)


@portal.post("/parties/<int:party_id>/transfer/end")
def cancel_transfer(party_id: int) -> Response:
    """Take the proposal back."""
    if gone := _taken_on(party_id):
        return gone
    party = own_party(party_id)
    proposed = _undecided(party)
    with acting() as act:
        transfers.cancel(db, proposed)
        act.tell(_("Taken back: the file stays with your association."))
    return go_on(party, PAGE)


def _taken_on(party_id: int) -> Response | None:
    """Say to an association whose file another one has taken on meanwhile that it is theirs."""
    to = transfers.taken_on_by(db, party_id, signed_in_user().organisation_id)
    if to is None:
        return None
    flash(over(RuleBroken("transfer-taken-on", name=to.name)), "error")
    return redirect(url_for("caseworker.list_transfers"))


def _undecided(party: Party) -> Transfer:
    return transfers.undecided(db, party) or abort(404)


@portal.get("/transfers")
@given_again()
def list_transfers() -> str:
    """Show the files that are offered to this association, and those that it handed over."""
    mine = signed_in_user().organisation_id
    found = transfers.concerning(db)
    return page(
        offered=[each for each in found if each.to_id == mine and each.awaits_receiver],
        before=[each for each in found if each.to_id == mine and not each.is_open],
        sent=[each for each in found if each.from_id == mine],
    )


@portal.post("/transfers/<int:transfer_id>/answer")
def answer_transfer(transfer_id: int) -> Response:
    """Take a file on that is offered, or say no."""
    mine = Transfer.to_id == signed_in_user().organisation_id, Transfer.offered_at.is_not(None)
    offered = find_or_404(Transfer, Transfer.id == transfer_id, *mine)
    said = request.form.get("answer", "")
    if said not in {"yes", "no"}:
        abort(404)
    with acting() as act:
        if said == "yes":
            transfers.accept(db, offered)
            act.tell(_("The file is yours. Say who accompanies them."))
        else:
            transfers.refuse(db, offered)
            act.tell(_("You said no: the file stays where it is."))
    if act.done and offered.state is TransferState.ACCEPTED:
        return redirect(url_for("caseworker.edit_referent", party_id=offered.party_id))
    return redirect(url_for("caseworker.list_transfers"))
