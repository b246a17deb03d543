"""Workshops for farms: which there are, and which adult of the farm comes."""

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.ground.errors import RuleBroken
from webapp.models import Seat, SeatSide, SeatState, Series, WorkshopKind
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.services.workshops import farm_seats, listing, preparation, seats
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, over
from webapp.web.extensions import db
from webapp.web.forms import Form, required
from webapp.web.pages import page
from webapp.web.unchanged import given_again


class AdultForm(Form):
    """Which adult of the farm comes to a workshop."""

    name = StringField(
        _l("Who comes?"),
        [required(_l("Enter a name")), Length(max=120)],
        description=_l("First and last name of an adult of your farm."),
    )


@portal.get("/workshops")
@given_again()
def list_workshops() -> str:
    """Show the dates to come, and who of the farm comes."""
    farm = own_farm()
    lines = listing.coming(db, WorkshopKind.FARMERS)
    theirs = {line.series.id: listing.seats_of(db, line.series) for line in lines}
    prepared = preparation.is_prepared(db, farm)
    return page(lines=lines, seats=theirs, prepared=prepared)


@portal.route("/workshops/<int:series_id>", methods=["GET", "POST"])
def sign_up_adult(series_id: int) -> str | Response:
    """Ask which adult comes, and sign them up."""
    for_farms = Series.workshop.has(kind=WorkshopKind.FARMERS)
    series = find_or_404(Series, Series.id == series_id, for_farms)
    form = AdultForm(**({} if request.method == "POST" else {"name": signed_in_user().name}))
    if form.validate_on_submit():
        with acting(form, "name") as act:
            seat = farm_seats.sign_up(db, series, own_farm(), form.name.data or "")
            waits = seat.state is SeatState.WAITING
            act.tell(_("It is full: they wait for a place.") if waits else _("They are signed up."))
        if act.done:
            return _back()
    form.over = over(None if series.is_to_come else RuleBroken("workshop-begun"))
    return page(form=form, line=listing.one(db, series))


@portal.post("/workshops/seats/<int:seat_id>/return")
def return_seat(seat_id: int) -> Response:
    """Give the seat of an adult of the farm back."""
    seat = _own_seat(seat_id)
    with acting() as act:
        seats.give_back(db, seat, SeatSide.FARM)
        act.tell(_("The place is given back."))
    return _back()


@portal.post("/workshops/seats/<int:seat_id>/acceptance")
def accept_seat(seat_id: int) -> Response:
    """Take the seat that is kept for an adult of the farm."""
    seat = _own_seat(seat_id)
    with acting() as act:
        seats.accept(db, seat)
        act.tell(_("The place is theirs."))
    return _back()


@portal.post("/workshops/seats/<int:seat_id>/sign-up")
def take_seat_up(seat_id: int) -> Response:
    """Ask anew for a seat after one was kept in vain."""
    seat = _own_seat(seat_id)
    with acting() as act:
        seats.take_up(db, seat)
        waits = seat.state is SeatState.WAITING
        act.tell(_("It is full: they wait for a place.") if waits else _("They are signed up."))
    return _back()


def _own_seat(seat_id: int) -> Seat:
    return find_or_404(Seat, Seat.id == seat_id, Seat.farm_id == own_farm().id)


def _back() -> Response:
    return redirect(url_for("farmer.list_workshops"))
