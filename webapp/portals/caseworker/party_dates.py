"""When a party can be away, how long before it must know, and what keeps it at home."""

from typing import TypeVar

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.ground.vocabulary import NOTICE_REASONS
from webapp.models import Availability, Engagement, Party, Programme
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import changing, go_on, own_party
from webapp.portals.caseworker.party_date_forms import (
    CivicDaysForm,
    EngagementForm,
    FileNoticeForm,
    PeriodForm,
    written_days,
)
from webapp.services.engine.courses import courses_in_file
from webapp.services.parties import centres
from webapp.web.acts import Act
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.removals import offer
from webapp.wording import day_range
from webapp.wording.courses import taken_of

Dates = TypeVar("Dates", Availability, Engagement)


@portal.route("/parties/<int:party_id>/availability", methods=["GET", "POST"])
def edit_availability(party_id: int) -> str | Response:
    """Show the days on which a party can be away, and add some."""
    party = own_party(party_id)
    form = PeriodForm()
    if form.validate_on_submit():
        with changing(party, "availability", form) as act:
            period = party.open_days(form.first_day.data, form.last_day.data)
            if (period.first_day, period.last_day) != (form.first_day.data, form.last_day.data):
                act.tell(_told_of_joining(period), "info")
        if act.done:
            return go_on(party, _back("caseworker.edit_availability"))
    return page(form=form, party=party)


@portal.route("/parties/<int:party_id>/availability/<int:number>", methods=["GET", "POST"])
def change_availability(party_id: int, number: int) -> str | Response:
    """Move the first or the last of the days on which a party can be away."""
    party = own_party(party_id)
    period = _numbered(party.availabilities, number)
    form = PeriodForm(obj=period)
    if form.validate_on_submit():
        with changing(party, "availability", form) as act:
            party.change_days(period, form.first_day.data, form.last_day.data)
            if (period.first_day, period.last_day) != (form.first_day.data, form.last_day.data):
                act.tell(_told_of_joining(period), "info")
        if act.done:
            return go_on(party, "caseworker.edit_availability")
    return page(form=form, party=party)


def _numbered(rows: list[Dates], number: int) -> Dates:
    """Return the row of a file with this number, or answer 404."""
    return next((each for each in rows if each.id == number), None) or abort(404)


def _offer(act: Act, party: Party, days: Availability | Engagement, page_of_it: str) -> None:
    called = f"{party.code}, {day_range(days.first_day, days.last_day)}"
    offer(act, days, called, url_for(page_of_it, party_id=party.id))


@portal.post("/parties/<int:party_id>/availability/<int:number>/removal")
def remove_availability(party_id: int, number: int) -> Response:
    """Take days away."""
    party = own_party(party_id)
    period = _numbered(party.availabilities, number)
    with changing(party, "availability") as act:
        _offer(act, party, period, "caseworker.edit_availability")
        party.availabilities.remove(period)
    return go_on(party, "caseworker.edit_availability")


def budgets(party: Party) -> dict[int, str]:
    """Return, by the number of each course of which visits may take hours, how many they do."""
    taken = courses_in_file(party).taken_of(party.id)
    return {each.id: taken_of(each.missable or 0, hours) for each, hours in taken.items()}


@portal.route("/parties/<int:party_id>/engagements", methods=["GET", "POST"])
def edit_engagements(party_id: int) -> str | Response:
    """Show what keeps a party at home, and add to it."""
    party = own_party(party_id)
    form = EngagementForm()
    if form.validate_on_submit():
        added = Engagement()
        form.fill(added)
        with changing(party, "engagements", form) as act:
            party.engagements.append(added)
        if act.done:
            return go_on(party, _back("caseworker.edit_engagements"))
    return page(form=form, party=party, budgets=budgets(party))


@portal.route("/parties/<int:party_id>/engagements/<int:number>", methods=["GET", "POST"])
def change_engagement(party_id: int, number: int) -> str | Response:
    """Change what keeps a party at home: what it is, its days, the days of the week."""
    party = own_party(party_id)
    engagement = _numbered(party.engagements, number)
    form = EngagementForm(obj=engagement)
    if form.validate_on_submit():
        with changing(party, "engagements", form) as act:
            form.fill(engagement)
        if act.done:
            return go_on(party, "caseworker.edit_engagements")
    return page(form=form, party=party)


@portal.post("/parties/<int:party_id>/engagements/<int:number>/removal")
def remove_engagement(party_id: int, number: int) -> Response:
    party = own_party(party_id)
    engagement = _numbered(party.engagements, number)
    with changing(party, "engagements") as act:
        _offer(act, party, engagement, "caseworker.edit_engagements")
        party.engagements.remove(engagement)
    return go_on(party, "caseworker.edit_engagements")


@portal.route("/parties/<int:party_id>/civic-days", methods=["GET", "POST"])
def edit_civic_days(party_id: int) -> str | Response:
    """Say on which days a party is at the training of its integration contract, all at once."""
    party = own_party(party_id)
    form = CivicDaysForm(data={"civic_days": written_days(party.civic_days)})
    if form.validate_on_submit():
        with changing(party, "civic-days", form) as act:
            party.keep_civic_days(form.dates)
        if act.done:
            return go_on(party)
    return page(form=form, party=party)


def _told_of_joining(period: Availability) -> str:
    days = day_range(period.first_day, period.last_day)
    return str(_("These days touch others: together they are one period, %(days)s.", days=days))


@portal.route("/parties/<int:party_id>/notice", methods=["GET", "POST"])
def edit_notice(party_id: int) -> str | Response:
    """Say how long before a visit a party must know of it."""
    party = own_party(party_id)
    reason = party.notice_reason or NOTICE_REASONS[0]
    said = {"notice_days": party.notice_days, "notice_reason": reason}
    form = FileNoticeForm(centres.names(db), data={**said, "centre": str(party.centre_id or "")})
    if form.validate_on_submit():
        with changing(party, "notice", form) as act:
            party.notice_days = form.notice_days.data or None
            party.notice_reason = form.notice_reason.data if party.notice_days else None
            party.centre_id = int(form.centre.data) if form.centre.data else None
        if act.done:
            return go_on(party)
    return page(form=form, party=party, usual=db.get_one(Programme, 1).notice_days)


def _back(here: str) -> str:
    """Return where to go: here again to add more, or on when all is said."""
    return here if request.form.get("more") else ""
