"""A place that a visit gave back: the three who could come, and proposing it in one click.

Those who are kept apart for their safety get it with a written reason only.
"""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Slot, Visit
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import own_party
from webapp.portals.rounds.forms import LiftForm
from webapp.services.rounds import backfill, plan
from webapp.services.rounds.standing import Reason
from webapp.services.visits.freed import freed_slots, gave_back
from webapp.web.access import number_or_404, signed_in_user
from webapp.web.acts import Act, acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import reasons, sentence
from webapp.wording.at_the_same_time import at_the_same_time
from webapp.wording.barriers import barrier_sentences
from webapp.wording.leaving import proposed


def freed_slot(slot_id: int) -> Slot:
    """Return a slot in which a visit of the association left beds free.

    One that is no longer free leads back to the board, which says so; any other answers 404.
    """
    organisation_id = signed_in_user().organisation_id or 0
    freed = freed_slots(db, organisation_id)
    found = next((slot for slot in freed if slot.id == slot_id), None)
    if found is None and gave_back(db, slot_id, organisation_id):
        flash(
            _("This place is no longer free: somebody was faster, or the farm took it back."),
            "info",
        )
        abort(redirect(url_for("caseworker.show_todo")))
    return found or abort(404)


@portal.get("/free-places/<int:slot_id>")
def show_free_place(slot_id: int) -> str:
    """Show who could take the place, best first."""
    slot = freed_slot(slot_id)
    possible = _possible(slot)
    shown = possible.groups[: backfill.SHOWN]
    beside = at_the_same_time(db, possible.reasons.keys())
    return page(
        slot=slot,
        groups=shown,
        others=len(possible.groups) - len(shown),
        apart=possible.apart[: backfill.SHOWN],
        why=lambda party: _why(possible.reasons[party.id]),
        why_there=lambda follower, party: _why(follower.reasons[party.id]),
        followers=possible.followers,
        barriers=lambda party: barrier_sentences(possible.reasons[party.id].barriers),
        missed=lambda party: beside.in_slot(party.id, slot),
        planned=plan.planned_with(db, slot, possible.reasons),
        today=today(),
    )


def _why(reason: Reason) -> str:
    """Return why somebody is named; how many other places they could have is not looked for."""
    return f"{reasons.why_placed(reason.facts)} {reasons.why(reason.facts, reasons.SEVERAL)}"


def _possible(slot: Slot) -> backfill.Possible:
    return backfill.could_come(db, slot, signed_in_user().organisation_id or 0)


@portal.post("/free-places/<int:slot_id>")
def fill_place(slot_id: int) -> Response:
    """Propose the place to a party and its companions."""
    slot = freed_slot(slot_id)
    party = own_party(number_or_404(request.form.get("party", "")))
    with acting() as act:
        made = _tell(act, backfill.propose(db, slot, party))
    if act.done:
        return redirect(url_for("caseworker.show_visit", visit_id=made[0].id))
    return redirect(url_for("caseworker.show_free_place", slot_id=slot_id))


@portal.route("/free-places/<int:slot_id>/parties/<int:party_id>/lift", methods=["GET", "POST"])
def lift_on_free_place(slot_id: int, party_id: int) -> str | Response:
    """Propose the place, with a written reason, to someone kept apart for their safety."""
    slot, party, form = freed_slot(slot_id), own_party(party_id, read=False), LiftForm()
    if form.validate_on_submit():
        with acting(form, "reason") as act:
            made = _tell(act, backfill.propose(db, slot, party, form.reason.data))
        if act.done:
            return redirect(url_for("caseworker.show_visit", visit_id=made[0].id))
        slot = freed_slot(slot_id)
    group = next((each for each in _possible(slot).apart if party in each), None)
    if group is None:
        flash(sentence(RuleBroken("group-does-not-fit")), "error")
        return redirect(url_for("caseworker.show_free_place", slot_id=slot_id))
    return page(slot=slot, group=group, form=form, today=today())


def _tell(act: Act, made: list[Visit]) -> list[Visit]:
    act.tell(proposed(made))
    return made
