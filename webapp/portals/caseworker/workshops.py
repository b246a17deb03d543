"""Workshops as an association sees them: the dates, its own people on one, and signing them up."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.ground.errors import RuleBroken
from webapp.models import Message, Party, Series, WorkshopKind
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import own_party
from webapp.portals.seats.loaders import OF_ASSOCIATIONS, a_series, own_seats
from webapp.portals.visit_desk.acts import send_once_more
from webapp.services.parties.search import Search, find_parties, load_parties
from webapp.services.records import audit
from webapp.services.workshops import bulk, listing, telling
from webapp.services.workshops.booked import visits_on
from webapp.web.access import find_or_404, possible_numbers, signed_in_user
from webapp.web.acts import acting, over
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.wording import sentence
from webapp.wording.leaving import when

A_PAGE = 40
LONGEST = 80


class SignUpForm(Form):
    """The people of some files signed up at once: nothing more is asked."""


@portal.get("/workshops")
@given_again()
def list_workshops() -> str:
    """Show the dates to come and those that are over, with the association's own people."""
    coming, past = listing.coming(db, *OF_ASSOCIATIONS), listing.past(db, *OF_ASSOCIATIONS)
    ours = listing.seen(db, [line.series for line in (*coming, *past)])
    return page(coming=coming, past=past, ours=ours)


@portal.get("/workshops/dates/<int:series_id>")
def show_series(series_id: int) -> str:
    """Show a date, who of the association comes, and whose files may still be signed up.

    Files that were ticked stay so from one search to the next.
    """
    series = a_series(series_id)
    text = request.args.get("text", "")[:LONGEST]
    here = series.is_to_come and series.workshop.kind is WorkshopKind.GUESTS
    chosen = _own_files(request.args.getlist("party")) if here else []
    found = _others(series, text, [party.id for party in chosen]) if here else []
    made = own_seats(request.args.getlist("undo"))
    return page(
        line=listing.one(db, series),
        seats=listing.seats_of(db, series),
        text=text,
        chosen=chosen,
        files=load_parties(db, found[:A_PAGE]),
        found=len(found),
        more=len(found) > A_PAGE,
        undo=made if bulk.may_undo(db, made) else [],
        me=signed_in_user(),
    )


def _others(series: Series, text: str, ticked: list[int]) -> list[int]:
    """Return the files, by number, that a search finds and that are neither ticked nor done."""
    found = find_parties(db, _home(), Search(text=text)).numbers(db)
    return [each for each in bulk.still_to_sign_up(db, series, found) if each not in ticked]


@portal.post("/workshops/dates/<int:series_id>/choice")
def choose_for_series(series_id: int) -> Response:
    """Lead from the files that are ticked to what signing them up would do, or to others."""
    series = a_series(series_id)
    text = request.form.get("text", "")[:LONGEST] or None
    chosen = possible_numbers(request.form.getlist("party"))
    if "all" in request.form and "find" not in request.form:
        chosen += _others(series, text or "", chosen)
    chosen = chosen[: bulk.MOST]
    if "find" in request.form:
        return redirect(
            url_for("caseworker.show_series", series_id=series.id, text=text, party=chosen)
        )
    if not chosen:
        flash(_("Tick the files whose people come."), "error")
        return _back_to(series)
    return redirect(url_for("caseworker.sign_up", series_id=series.id, text=text, party=chosen))


@portal.route("/workshops/dates/<int:series_id>/sign-up", methods=["GET", "POST"])
def sign_up(series_id: int) -> str | Response:
    """Show who would get a seat, who would wait and who is left, then sign them up."""
    series = a_series(series_id)
    parties = _own_files(request.args.getlist("party"))
    form = SignUpForm()
    if form.validate_on_submit():
        with acting(form) as act:
            made = bulk.sign_up(db, series, parties)
            waiting = sum(not seat.is_held for seat in made)
            told = ngettext("%(num)d person signed up.", "%(num)d people signed up.", len(made))
            act.tell(told)
            if waiting:
                told = ngettext(
                    "%(num)d of them waits for a place.",
                    "%(num)d of them wait for a place.",
                    waiting,
                )
                act.tell(told, "info")
        if act.done:
            undo, text = [seat.id for seat in made], request.args.get("text")
            return redirect(
                url_for("caseworker.show_series", series_id=series.id, undo=undo, text=text)
            )
    form.over = over(None if series.is_to_come else RuleBroken("workshop-begun"))
    return page(
        form=form,
        series=series,
        looked=bulk.preview(db, series, parties),
        away=visits_on(db, series, [party.id for party in parties]),
        sentence=sentence,
        when=when(),
    )


@portal.post("/workshops/dates/<int:series_id>/undoing")
def undo_sign_up(series_id: int) -> Response:
    """Take sign-ups back that were made a moment ago."""
    series = a_series(series_id)
    made = [seat for seat in own_seats(request.form.getlist("seat")) if seat.series is series]
    with acting() as act:
        undone = bulk.undo(db, made)
        told = ngettext("%(num)d sign-up undone.", "%(num)d sign-ups undone.", undone)
        act.tell(told, "success" if undone else "info")
    return _back_to(series)


@portal.post("/parties/<int:party_id>/workshops-link")
def send_workshops(party_id: int) -> Response:
    """Send a household the page on which it chooses its workshops."""
    party = own_party(party_id)
    with acting() as act:
        telling.send_link(db, party)
        act.tell(_("A message with the workshops to choose from leaves."))
    return redirect(url_for("caseworker.show_party", party_id=party.id))


@portal.post("/messages/<int:message_id>")
def repeat_to_household(message_id: int) -> Response:
    """Send a message about no visit once more that failed, unless what it says is over."""
    mine = telling.about_files(Party.organisation_id == _home())
    message = find_or_404(Message, Message.id == message_id, mine, lock=True)
    with acting() as act:
        if send_once_more(act, message):
            audit.record(db, "party.message-repeated", message.file, kind=message.kind)
    return redirect(url_for("caseworker.show_todo"))


def _home() -> int:
    return signed_in_user().organisation_id or 0


def _own_files(numbers: list[str]) -> list[Party]:
    """Return the files of these numbers that are the association's."""
    asked = Party.id.in_(possible_numbers(numbers[: bulk.MOST]))
    mine = select(Party.id).where(Party.organisation_id == _home(), asked)
    return load_parties(db, list(db.scalars(mine.order_by(Party.id))))


def _back_to(series: Series) -> Response:
    return redirect(url_for("caseworker.show_series", series_id=series.id))
