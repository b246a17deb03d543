"""Approving a farm, saying no, stopping everything at once, and letting it go on."""

from datetime import timedelta

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.ground.telephones import takes_texts
from webapp.models import Farm, FarmDecision, FarmState, Visit
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farm_forms import ApprovalChangeForm, ApprovalForm, DecisionForm
from webapp.portals.coordinator.farms import back_to
from webapp.services.agreements import standing as immersions
from webapp.services.farms import changes, stopping, vetting
from webapp.services.records import on_duty
from webapp.services.visits import guest_calls
from webapp.services.workshops import preparation
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import day

A_YEAR = timedelta(days=365)

POSSIBLE_FROM = {
    "review": {FarmState.APPROVED},
    "decline": {FarmState.APPLIED, FarmState.MET},
    "reconsider": {FarmState.DECLINED},
    "suspend": {FarmState.APPROVED},
    "resume": {FarmState.SUSPENDED},
    "remove": {FarmState.APPROVED, FarmState.SUSPENDED},
}
"""The decisions, and the states of a farm in which each is offered."""


@portal.route("/farms/<int:farm_id>/approval", methods=["GET", "POST"])
def approve_farm(farm_id: int) -> str | Response:
    """Approve a farm until a day; the second approval, by someone else, opens it."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    others = _others(farm)
    form = ApprovalForm(until=others[0].until if others else today() + A_YEAR)
    if form.validate_on_submit():
        with acting(form, "until") as act:
            vetting.approve(db, farm, signed_in_user(), form.until.data)
            act.tell(_told_of_approval(farm))
        if act.done:
            return back_to(farm)
    prepared = preparation.is_prepared(db, farm)
    return page(form=form, farm=farm, others=others, prepared=prepared)


def _others(farm: Farm) -> list[FarmDecision]:
    """Return the yeses of others that one's own would join."""
    standing = farm.yeses
    return [
        each
        for each in farm.decisions
        if each.user_id != signed_in_user().id
        and each.until
        and each.until == standing.get(each.user_id)
        and each.until > (farm.approved_until or today())
    ]


def _told_of_approval(farm: Farm) -> str:
    if farm.is_approved and farm.approved_until:
        told = _("The farm is approved until %(day)s: its dates can be matched. We write to it.",
                 day=day(farm.approved_until))  # fmt: skip
        return str(told)
    return str(_("Your approval is recorded. A second person must approve the farm now."))


@portal.route("/farms/<int:farm_id>/approval/<any(prolong, shorten):change>",
              methods=["GET", "POST"])  # fmt: skip
def change_approval(farm_id: int, change: str) -> str | Response:
    """Prolong an approval, which two people do, or end it sooner, which one may."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    others = _others(farm) if change == "prolong" else []
    form = ApprovalChangeForm(until=others[0].until if others else None)
    if form.validate_on_submit():
        with acting(form, "until") as act:
            act.tell(_change(farm, change, form))
        if act.done:
            return back_to(farm)
    elif farm.state is not FarmState.APPROVED:
        abort(404)
    mine = farm.yeses.get(signed_in_user().id)
    return page(form=form, farm=farm, change=change, others=others, mine=mine)


def _change(farm: Farm, change: str, form: ApprovalChangeForm) -> str:
    until, reason = form.until.data, form.reason.data
    if change == "shorten":
        vetting.shorten(db, farm, signed_in_user(), until, reason)
        return str(_("The approval now ends on %(day)s. We write to the farm.", day=day(until)))
    before = farm.approved_until
    vetting.prolong(db, farm, signed_in_user(), until, reason)
    if farm.approved_until == before:
        return str(_("Your word is recorded. A second person must prolong the approval as well."))
    return _told_of_approval(farm)


@portal.route(
    "/farms/<int:farm_id>/<any(review, decline, reconsider, suspend, resume, remove):decision>",
    methods=["GET", "POST"],
)
def decide_farm(farm_id: int, decision: str) -> str | Response:
    """Decide about a farm, with a written reason."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    form = DecisionForm()
    if form.validate_on_submit():
        with acting(form, "reason", asks=False) as act:
            act.tell(_decide(farm, decision, form.reason.data))
        if act.done:
            return back_to(farm)
    elif farm.state not in POSSIBLE_FROM[decision]:
        abort(404)
    changed = changes.changed_since_approval(db, farm)
    standing = _whom_it_concerns(farm) if decision in STOPPING else []
    return page(
        form=form,
        farm=farm,
        decision=decision,
        changed=changed,
        standing=standing,
        on_duty_reads=takes_texts(on_duty.number(db)),
    )


def _whom_it_concerns(farm: Farm) -> list[tuple[Visit, bool]]:
    """Return each visit that would be stopped, and whether its guests are to be called.

    Of those one reads names and numbers, which is kept.
    """
    standing = stopping.standing_visits(db, farm)
    for visit in filter(guest_calls.is_needed, standing):
        note_reading("visit.guests-to-call-read", visit)
    return [(visit, guest_calls.is_needed(visit)) for visit in standing]


def _decide(farm: Farm, decision: str, reason: str) -> str:
    by = signed_in_user()
    if decision in STOPPING:
        to_call = STOPPING[decision](db, farm, by, reason)
        return _told_of_stop(to_call, immersions.stop_at(db, farm))
    act, told = DECISIONS[decision]
    act(db, farm, by, reason)
    return str(told)


STOPPING = {"suspend": stopping.suspend, "remove": stopping.remove}
DECISIONS = {
    "review": (vetting.review, _l("Your look is recorded: the approval stands.")),
    "decline": (vetting.decline, _l("The farm is declined. We write to it.")),
    "reconsider": (vetting.reconsider, _l("The farm is looked at again. We write to it.")),
    "resume": (stopping.resume, _l("The farm can receive again. We write to it.")),
}
"""What each decision does, and what the coordinator is then told."""


def _told_of_stop(to_call: list[Visit], stopped_immersions: int) -> str:
    stopped = str(_("Everything is stopped: sessions, links, and the visits to come."))
    if stopped_immersions:
        told = ngettext(
            "%(num)d immersion does not stand any more: whoever had signed is written to.",
            "%(num)d immersions do not stand any more: whoever had signed is written to.",
            stopped_immersions,
        )
        stopped = f"{stopped} {told}"
    if not to_call:
        return stopped
    call = ngettext(
        "The guests of %(num)d visit are to be called now: they stand below with their numbers.",
        "The guests of %(num)d visits are to be called now: they stand below with their numbers.",
        len(to_call),
    )
    return f"{stopped} {call}"
