"""A seat: given back with its reason, taken by whoever it is kept for, or asked for by oneself."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import Optional

from webapp.ground.vocabulary import ABSENCE_REASONS
from webapp.models import SeatSide, SeatState, Series
from webapp.portals.seats.loaders import a_series, own_seat
from webapp.services.workshops import seats
from webapp.web.access import signed_in_user
from webapp.web.acts import acting, over
from webapp.web.extensions import db
from webapp.web.forms import Form, choices
from webapp.web.views import Routes

routes = Routes()


class ReturnForm(Form):
    """Why a seat is given back, as far as one likes to say."""

    reason = RadioField(
        _l("Why?"),
        [Optional()],
        choices=choices("absence-reason", ABSENCE_REASONS),
        description=_l("As they say it themselves. It serves to find a better date or place."),
    )


@routes.route("/workshops/seats/<int:seat_id>/return", methods=["GET", "POST"])
def return_seat(seat_id: int) -> str | Response:
    """Ask why, and give a seat back: the next in line gets it."""
    seat = own_seat(seat_id)
    form = ReturnForm()
    if form.validate_on_submit():
        with acting(form) as act:
            seats.give_back(db, seat, SeatSide.STAFF, form.reason.data or None)
            act.tell(_("The place is given back."))
        if act.done:
            return _back_to(seat.series)
    form.over = over(seats.closed(seat))
    return render_template(
        "workshops/return_seat.html", portal=request.blueprint, form=form, seat=seat
    )


@routes.post("/workshops/seats/<int:seat_id>/acceptance")
def accept_seat(seat_id: int) -> Response:
    """Note that somebody takes the seat that is kept for them."""
    seat = own_seat(seat_id)
    with acting() as act:
        seats.accept(db, seat)
        act.tell(_("The place is theirs."))
    return _back_to(seat.series)


@routes.post("/workshops/seats/<int:seat_id>/sign-up")
def take_seat_up(seat_id: int) -> Response:
    """Sign up somebody who would like to come, or who waits."""
    seat = own_seat(seat_id)
    with acting() as act:
        seats.take_up(db, seat)
        waits = seat.state is SeatState.WAITING
        act.tell(_("It is full: they wait for a place.") if waits else _("They are signed up."))
    return _back_to(seat.series)


@routes.post("/workshops/dates/<int:series_id>/own-seat")
def join_series(series_id: int) -> Response:
    """Sign oneself up for a workshop of those who accompany."""
    series = a_series(series_id)
    with acting() as act:
        mine = seats.sign_up(db, series, seats.Comer(user=signed_in_user()), SeatSide.STAFF)
        waits = mine.state is SeatState.WAITING
        act.tell(_("It is full: you wait for a place.") if waits else _("You are signed up."))
    return _back_to(series)


def _back_to(series: Series) -> Response:
    return redirect(url_for(".show_series", series_id=series.id))
