"""Workshops behind a household's link: which there are, and what the household says of them."""

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.models import SEAT_CAUSES, Party, Seat, Series, WorkshopKind
from webapp.portals.visit_page import portal
from webapp.portals.visit_page.loaders import speak_to
from webapp.portals.visit_page.own_proof import see_that_it_is_theirs
from webapp.services.workshops import contests, household
from webapp.services.workshops.household import Said
from webapp.web import guest_pages
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.not_right_form import NotRightForm
from webapp.web.pages import page


@portal.get("/workshops/<token>")
def show_workshops(token: str) -> str:
    """Show the workshops to come, and how the household stands with each."""
    return page(token=token, **guest_pages.of_workshops(open_household(token)))


@portal.post("/workshops/<token>/<int:series_id>")
def answer_workshop(token: str, series_id: int) -> Response:
    """Take what the household says of a workshop."""
    party = open_household(token)
    guests = Series.workshop.has(kind=WorkshopKind.GUESTS)
    series = find_or_404(Series, Series.id == series_id, guests)
    said = request.form.get("said", "")
    adults = {str(person.id): person.id for person in household.adults(party)}
    only = request.form.get("person", "")
    if said not in set(Said) or only not in {"", *adults}:
        abort(404)
    with acting() as act:
        given_back = household.say(db, party, series, Said(said), adults.get(only))
        act.tell(
            _("You have given your place back.") if given_back else _("Thank you, it is noted.")
        )
    return redirect(url_for("visit_page.show_workshops", token=token))


@portal.get("/workshops/<token>/missed/<int:seat_id>/why")
def tell_seat_missed(token: str, seat_id: int) -> str | Response:
    """Ask why somebody was not there."""
    seat = _missed(open_household(token), seat_id)
    if not contests.may_be_said(seat):
        return redirect(url_for("visit_page.show_workshops", token=token))
    word = contests.word_of(db, seat)
    return page(token=token, seat=seat, causes=SEAT_CAUSES, chosen=word.cause if word else None)


@portal.post("/workshops/<token>/missed/<int:seat_id>/why")
def keep_seat_missed(token: str, seat_id: int) -> Response:
    """Keep why they were not there, as they say themselves."""
    seat = _missed(open_household(token), seat_id)
    with acting() as act:
        contests.say(db, seat, request.form.get("answer", ""))
        act.tell(_("Thank you! What you said is noted."))
    return redirect(url_for("visit_page.show_workshops", token=token))


@portal.route("/workshops/<token>/missed/<int:seat_id>", methods=["GET", "POST"])
def contest_seat(token: str, seat_id: int) -> str | Response:
    """Take that somebody was not absent, with a word or without one."""
    seat = _missed(open_household(token), seat_id)
    said = contests.of_seat(db, seat)
    form = NotRightForm()
    if form.validate_on_submit():
        with acting(form, "contest") as act:
            contests.contest(db, seat, form.contest.data or "")
            act.tell(_("It is noted that you do not agree. Your association talks with you."))
        if act.done:
            return redirect(url_for("visit_page.show_workshops", token=token))
    return page(form=form, token=token, seat=seat, contested=said)


@portal.post("/workshops/<token>/missed/<int:seat_id>/withdrawal")
def take_seat_contest_back(token: str, seat_id: int) -> Response:
    """Keep that it is right after all."""
    seat = _missed(open_household(token), seat_id)
    with acting() as act:
        contests.withdraw(db, seat)
        act.tell(_("It is noted that you agree after all."))
    return redirect(url_for("visit_page.show_workshops", token=token))


def _missed(party: Party, seat_id: int) -> Seat:
    theirs = {seat.id: seat for seat in contests.absent(db, party)}
    return theirs.get(seat_id) or abort(404)


def open_household(token: str) -> Party:
    """Find the household whose link it is, and speak its language; none is a 404."""
    party = household.find_party(db, token)
    if party is None:
        raise NotFound
    see_that_it_is_theirs(party, url_for("visit_page.show_workshops", token=token))
    speak_to(party)
    return party
