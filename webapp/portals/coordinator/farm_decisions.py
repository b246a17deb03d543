"""Approving a farm, saying no, stopping everything at once, and letting it go on."""

from datetime import timedelta

from flask import abort
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.models import Farm, FarmState, Visit
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farm_forms import ApprovalForm, DecisionForm
from webapp.portals.coordinator.farms import back_to
from webapp.services.farms import changes, stopping, vetting
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import day

A_YEAR = timedelta(days=365)

POSSIBLE_FROM = {
    "decline": {FarmState.APPLIED, FarmState.MET},
    "suspend": {FarmState.APPROVED},
    "resume": {FarmState.SUSPENDED},
    "release": set(FarmState),
    "remove": {FarmState.APPROVED, FarmState.SUSPENDED},
}
"""The decisions, and the states of a farm in which each is offered."""


@portal.route("/farms/<int:farm_id>/approval", methods=["GET", "POST"])
def approve_farm(farm_id: int) -> str | Response:
    """Approve a farm until a day; the second approval, by someone else, opens it."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    others = [each for each in farm.approvals if each.user_id != signed_in_user().id]
    second = farm.state is FarmState.MET and others
    if second:
        form = ApprovalForm(data={"until": others[0].until})
    else:
        form = ApprovalForm(until=today() + A_YEAR)
    if form.validate_on_submit():
        with acting(form, "until") as act:
            vetting.approve(db, farm, signed_in_user(), form.until.data)
            act.tell(_told_of_approval(farm))
        if act.done:
            return back_to(farm)
    changed = changes.changed_since_approval(db, farm)
    return page(form=form, farm=farm, changed=changed, others=others if second else [])


def _told_of_approval(farm: Farm) -> str:
    if farm.is_approved and farm.approved_until:
        told = _("The farm is approved until %(day)s: its dates can be matched. We write to it.",
                 day=day(farm.approved_until))  # fmt: skip
        return str(told)
    return str(_("Your approval is recorded. A second person must approve the farm now."))


@portal.route("/farms/<int:farm_id>/<any(decline, suspend, resume, release, remove):decision>",
              methods=["GET", "POST"])  # fmt: skip
def decide_farm(farm_id: int, decision: str) -> str | Response:
    """Decline, suspend, resume, release or remove a farm, with a written reason."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    form = DecisionForm()
    if form.validate_on_submit():
        with acting(form, "reason", asks=False) as act:
            act.tell(_decide(farm, decision, form.reason.data))
        if act.done:
            return back_to(farm)
    elif farm.state not in POSSIBLE_FROM[decision]:
        abort(404)
    return page(form=form, farm=farm, decision=decision)


def _decide(farm: Farm, decision: str, reason: str) -> str:
    if decision == "suspend":
        return _told_of_stop(stopping.suspend(db, farm, reason))
    if decision == "remove":
        return _told_of_stop(stopping.remove(db, farm, reason))
    if decision == "resume":
        stopping.resume(db, farm, reason)
        return str(_("The farm can receive again."))
    if decision == "release":
        stopping.release(db, farm, reason)
        return str(_("New visits can be proposed to the farm again."))
    vetting.decline(db, farm, reason)
    return str(_("The farm is declined."))


def _told_of_stop(under_way: list[Visit]) -> str:
    stopped = str(_("Everything is stopped: sessions, links, and the visits to come."))
    if not under_way:
        return stopped
    call = ngettext(
        "%(num)d visit is under way: call its guests now.",
        "%(num)d visits are under way: call their guests now.",
        len(under_way),
    )
    return f"{stopped} {call}"
