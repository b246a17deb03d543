"""The clock of a demonstration, which a coordinator moves; there is none anywhere else."""

from datetime import timedelta

from flask import abort, current_app, redirect, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from webapp.ground.clock import now, today
from webapp.portals.coordinator import portal
from webapp.services.after import stops
from webapp.services.records import moving_clock
from webapp.services.records.moving_clock import FARTHEST
from webapp.web.acts import acting
from webapp.web.days import YEAR, Span
from webapp.web.extensions import db
from webapp.web.forms import DayField, Form, required
from webapp.web.pages import page

SPAN = Span(back=YEAR, ahead=FARTHEST)


class ClockForm(Form):
    """The day to which the clock goes on."""

    day = DayField(_l("Move it to this day"), [required(_l("Enter a day"))], span=SPAN)


@portal.route("/clock", methods=["GET", "POST"])
def show_clock() -> str | Response:
    """Show where the clock stands, and let it go on to a day."""
    _only_in_a_demonstration()
    form = ClockForm()
    if form.validate_on_submit():
        with acting(form, "day") as act:
            moving_clock.ask_to_move(db, form.day.data)
        if act.done:
            return redirect(url_for("coordinator.show_clock"))
    going_to = moving_clock.going_to(db)
    left = (going_to - today()).days if going_to else 0
    near = [] if going_to else [each for each in stops.of(db) if each.day <= today() + FARTHEST]
    return page(form=form, at=now(), going_to=going_to, left=left, stops=near, today=today())


@portal.post("/clock/by/<int:days>")
def move_clock(days: int) -> Response:
    """Let the clock go on by so many days."""
    _only_in_a_demonstration()
    if not 0 < days <= FARTHEST.days:
        abort(404)
    with acting():
        moving_clock.ask_to_move(db, today() + timedelta(days=days))
    return redirect(url_for("coordinator.show_clock"))


def _only_in_a_demonstration() -> None:
    if not current_app.extensions["config"].demonstration:
        abort(404)
