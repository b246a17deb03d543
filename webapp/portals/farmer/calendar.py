"""The dates of an offer: days ticked on months, seen as stays, saved all at once."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.models import Offer
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_offer
from webapp.portals.farmer.months import Month, days_between, days_of, read_month
from webapp.portals.farmer.papers import beyond_papers, told_of_papers
from webapp.portals.farmer.slot_forms import CalendarForm, DaysForm
from webapp.services.farms import offers, seasons
from webapp.services.records import audit
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import sentence

SHOWN = 3
"""Months on one page: a season."""
AHEAD = 18
"""Months that can be chosen when days are repeated."""


@portal.route("/offers/<int:offer_id>/dates", methods=["GET", "POST"])
def choose_days(offer_id: int) -> str | Response:
    """Tick days of arrival; look at the stays they make, go to other months, save."""
    offer = own_offer(offer_id)
    form = CalendarForm(data={"nights": offer.nights, "days": []})
    this_month = Month(today().replace(day=1))
    first = read_month(request.values.get("show")) or this_month
    form.offer([this_month.plus(number) for number in range(AHEAD)], first)
    if not form.validate_on_submit() or "show" in request.form:
        return _months(offer, form, first)
    if "repeat" in request.form:
        return _tick_by_rhythm(offer, form)
    stays = offers.stays_from(form.days.data, form.nights.data)
    if not stays:
        form.refuse("days", _("Tick at least one day of arrival"))
    elif _save_stays(offer, stays, form):
        return redirect(url_for(".choose_days", offer_id=offer.id, show=request.form.get("month")))
    return _months(offer, form, read_month(request.form.get("month")) or first)


@portal.route("/offers/<int:offer_id>/last-season", methods=["GET", "POST"])
def copy_season(offer_id: int) -> str | Response:
    """Show the stays of last year moved to this one, and save those that are kept."""
    offer = own_offer(offer_id)
    planned = offers.last_season(db, offer.farm, today())
    possible = [stay for stay in planned if stay.broken is None]
    form = DaysForm(data={"nights": offer.nights, "days": [stay.arrival for stay in possible]})
    if form.validate_on_submit():
        kept = [
            (stay.arrival, stay.departure) for stay in possible if stay.arrival in form.days.data
        ]
        if not kept:
            form.refuse("days", _("Tick at least one day of arrival"))
        elif _save_stays(offer, kept, form):
            month = f"{kept[0][0]:%Y-%m}"
            return redirect(url_for("farmer.choose_days", offer_id=offer.id, show=month))
    left_out = [sentence(stay.broken) for stay in planned if stay.broken]
    return page(offer=offer, form=form, possible=possible, days_left_out=left_out)


def _tick_by_rhythm(offer: Offer, form: CalendarForm) -> str:
    """Tick the days of a rhythm on which a stay can begin; nothing is saved yet."""
    rhythm = form.rhythm()
    wished = offers.stays_from([*form.days.data, *rhythm.days()], form.nights.data)
    planned = offers.plan(db, offer.farm, wished)
    before = set(form.days.data)
    form.days.data = [stay.arrival for stay in planned if not stay.broken or stay.arrival in before]
    ticked = len(set(form.days.data) - before)
    words = ngettext("%(num)d day is ticked.", "%(num)d days are ticked.", ticked)
    why = [sentence(stay.broken) for stay in planned if stay.broken and stay.arrival not in before]
    return _months(offer, form, Month(rhythm.first), repeated=words, left_out=why)


def _save_stays(offer: Offer, stays: list[tuple[date, date]], form: DaysForm) -> bool:
    """Open the stays, or say in the form of each day why it cannot be."""
    broken = [stay.broken for stay in offers.plan(db, offer.farm, stays) if stay.broken]
    for each in broken:
        form.refuse("days", sentence(each))
    if broken:
        return False
    with acting(form, "days") as act:
        offers.open_slots(db, offer, stays)
        arrivals = [arrival.isoformat() for arrival, _departure in stays]
        audit.record(db, "offer.dates-opened", offer, arrivals=arrivals)
        act.tell(_told(len(stays)))
        if end := beyond_papers(offer.farm, [departure for _arrival, departure in stays]):
            act.tell(told_of_papers(end), "warning")
    return act.done


def _told(saved: int) -> str:
    return str(ngettext("%(num)d date saved.", "%(num)d dates saved.", saved))


def _months(
    offer: Offer,
    form: CalendarForm,
    first: Month,
    repeated: str = "",
    left_out: Sequence[str] = (),
) -> str:
    months = [first.plus(number) for number in range(SHOWN)]
    end = first.plus(SHOWN)
    slots = offers.standing_slots(db, offer.farm)
    days = days_of(offer, slots, form.days.data, end.first)
    _show_stays(days, form)
    shown = set(days_between(first.first, end.first))
    return page(
        offer=offer,
        form=form,
        repeated=repeated,
        days_left_out=left_out,
        months=months,
        days=days,
        hidden_days=[day for day in form.days.data if day not in shown],
        earlier=first.plus(-SHOWN) if first.first > today() else None,
        later=read_month(end.code),
        today=today(),
        season=seasons.season_of(db, offer.farm, first.plus(1).first.year),
        copies=offers.last_season(db, offer.farm, today()),
        overlaps=_overlaps(offer, form),
        beyond_approval=_beyond_approval(offer, form),
    )


def _overlaps(offer: Offer, form: DaysForm) -> list[str]:
    """Say which of the ticked stays cannot stand beside another one."""
    stays = offers.stays_from(form.days.data, form.nights.data or 1)
    broken = [stay.broken for stay in offers.plan(db, offer.farm, stays) if stay.broken]
    return [sentence(each) for each in broken if each.code == "slot-overlaps"]


def _show_stays(days: dict[date, tuple[str, str, str]], form: DaysForm) -> None:
    """Colour the nights that follow each ticked day, where nothing else stands."""
    nights = form.nights.data or 1
    following = (
        days_between(day + timedelta(days=1), day + timedelta(days=nights))
        for day in form.days.data
    )
    for night in chain.from_iterable(following):
        days.setdefault(night, ("stay", "", ""))


def _beyond_approval(offer: Offer, form: DaysForm) -> date | None:
    """Return the last day of the farm's papers, if dates lie after it."""
    departures = [slot.departure for slot in offer.slots]
    return beyond_papers(offer.farm, [*form.days.data, *departures])
