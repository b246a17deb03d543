"""Farms to vet and to follow: the list, a farm with its checklist, the checklist itself."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.geography import find_commune
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Farm, FarmState, GuestCall, Incident, Visit
from webapp.models.farms import CHECKLIST
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.farm_forms import ChecklistForm
from webapp.portals.coordinator.guest_calls import to_make
from webapp.services.accounts.invitations import is_pending
from webapp.services.farms import board, changes, requesting, seasons, vetting
from webapp.services.farms.search import SORTS, Search, count_farms, find_farms
from webapp.services.records import accreditations
from webapp.services.visits import incidents
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.kept_searches import page_asked_of, searches
from webapp.web.pages import page, shown_page
from webapp.web.unchanged import given_again

A_PAGE = 25
ASKED = ("text", "state", "sort", "direction")
"""What the address of the list may ask for, beside the page."""


@portal.route("/farms", methods=["GET", "POST"])
@given_again(has_form=True)
def list_farms() -> str | Response:
    """Show the farms that are asked for, some at a time; keep the search under a name."""
    kept = searches(ASKED)
    if kept.done:
        return kept.again()
    search = asked_search()
    found = count_farms(db, search)
    number, pages = shown_page(found, A_PAGE)
    shown = find_farms(db, search, number, A_PAGE)
    return page(
        search=search,
        rows=[Row(farm, _place(farm)) for farm in shown],
        changed=changes.changes_since_approval(db, shown),
        found=found,
        number=number,
        pages=pages,
        states=list(FarmState),
        today=today(),
        acts=requesting.ACTS,
        undo=_to_undo(),
        **kept.shown,
    )


def _to_undo() -> dict[str, object]:
    """Return what takes back the message that many farms were just written, and which farms."""
    done = request.args.get("undo", "")
    if done not in requesting.UNDONE_BY:
        return {}
    act, those = requesting.UNDONE_BY[done], request.args.getlist("farm")
    there = url_for("coordinator.act_on_farms", act=act, farm=those, **page_asked_of(ASKED))
    return {"act": act, "address": there}


def the_list(**more: Any) -> str:
    """Return the address of the list with what this address asks for, and with more."""
    return url_for("coordinator.list_farms", **{**page_asked_of(ASKED), **more})


@dataclass(frozen=True)
class Row:
    """A farm of the list, with what its commune is called."""

    farm: Farm
    place: str


def _place(farm: Farm) -> str:
    commune = find_commune(farm.commune or "")
    return commune.label if commune else ""


def asked_search() -> Search:
    """Return what the address asks for."""
    asked = request.args
    sort, state = asked.get("sort", ""), asked.get("state", "")
    return Search(
        text=asked.get("text", "").strip()[:80],
        state=state if state in set(FarmState) else "",
        sort=sort if sort in SORTS else "name",
        descending=asked.get("direction") == "descending",
    )


@portal.get("/farms/<int:farm_id>")
def show_farm(farm_id: int) -> str:
    """Show a farm: what it tells, what was seen, who approved, what changed since."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    readable_by_me = incidents.readable_by(signed_in_user())
    return page(
        farm=farm,
        place=_place(farm),
        is_pending=is_pending,
        checklist=CHECKLIST,
        changed=changes.changed_since_approval(db, farm),
        unseen=farm in changes.unseen_changes(db, [farm], signed_in_user()),
        mine=signed_in_user().id in farm.yeses,
        following=_following(farm),
        incidents=incidents.waiting(db, Incident.farm_id == farm.id, readable_by_me),
        guest_calls=to_make(GuestCall.visit.has(Visit.farm_id == farm.id)),
        season=seasons.season_of(db, farm, today().year),
        accreditations=accreditations.of_farm(db, farm),
        today=today(),
    )


def _following(farm: Farm) -> Farm | None:
    """Return the next farm to vet, once this one has this person's yes."""
    me = signed_in_user()
    if me.id not in farm.yeses:
        return None
    waiting = board.todo(db, me)
    return next(iter((*waiting.to_approve, *waiting.to_meet, *waiting.to_complete)), None)


@portal.route("/farms/<int:farm_id>/checklist", methods=["GET", "POST"])
def edit_checklist(farm_id: int) -> str | Response:
    """Record what was seen and received."""
    farm = find_or_404(Farm, Farm.id == farm_id)
    form = ChecklistForm(obj=farm)
    if farm.hosts:
        form.leave_out_records()
    if form.validate_on_submit():
        with acting(form, _first_missing) as act:
            vetting.check(db, farm, **form.seen)
            act.tell(_("Saved."))
        if act.done and farm in board.todo(db, signed_in_user()).to_approve:
            return redirect(url_for("coordinator.approve_farm", farm_id=farm.id))
        if act.done:
            return back_to(farm)
    return page(form=form, farm=farm)


def _first_missing(rule: RuleBroken) -> str:
    missing: list[str] = rule.facts["missing"]  # type: ignore[assignment]
    return missing[0]


def back_to(farm: Farm) -> Response:
    """Lead to a farm's page."""
    return redirect(url_for("coordinator.show_farm", farm_id=farm.id))
