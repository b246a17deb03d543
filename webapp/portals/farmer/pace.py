"""My pace: the weeks I keep for myself, and how many guests a month I wish at most."""

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.models import Rest
from webapp.portals.farmer import portal
from webapp.portals.farmer.loaders import own_farm
from webapp.portals.farmer.slot_forms import GuestsAMonthForm, RestForm
from webapp.services.farms import resting
from webapp.services.records import audit, tokens
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.unchanged import given_again


@portal.route("/pace", methods=["GET", "POST"])
def edit_pace() -> str | Response:
    """Show the weeks of rest; say how many guests a month the farm wishes at most."""
    farm = own_farm()
    form = GuestsAMonthForm(obj=farm)
    if form.validate_on_submit():
        with acting(form) as act:
            resting.limit_guests(db, farm, form.month_limit.data)
            act.tell(_("Saved."))
        if act.done:
            return _back()
    return page(form=form, rests=[each for each in farm.rests if each.last_day >= today()])


@portal.route("/pace/rest", methods=["GET", "POST"])
def add_rest() -> str | Response:
    """Keep some days free of guests."""
    farm = own_farm()
    form = RestForm()
    if form.validate_on_submit():
        with acting(form, "first_day") as act:
            with_guests = resting.rest(db, farm, form.first_day.data, form.last_day.data)
            act.tell(_("These days are yours: no date is proposed on them."))
            if with_guests:
                told = ngettext(
                    "%(num)d date with guests falls on them and stands: call the association "
                    "if you cannot receive.",
                    "%(num)d dates with guests fall on them and stand: call the association "
                    "if you cannot receive.",
                    len(with_guests),
                )
                act.tell(told, "warning")
        if act.done:
            return _back()
    return page(form=form)


@portal.post("/pace/rest/<int:rest_id>/end")
def end_rest(rest_id: int) -> Response:
    """Give days free again."""
    farm = own_farm()
    kept = find_or_404(Rest, Rest.id == rest_id, Rest.farm_id == farm.id)
    with acting() as act:
        resting.end_rest(db, farm, kept)
        act.tell(_("These days are free again. Dates that you had there are opened one by one."))
    return _back()


@portal.get("/calendar")
@given_again()
def show_calendar() -> str:
    """Show the secret address by which the farm's own calendar reads its dates."""
    token = tokens.calendar_token(own_farm())
    return page(address=url_for("public.show_farm_calendar", token=token, _external=True))


@portal.post("/calendar/renewal")
def renew_calendar() -> Response:
    """Make the present address open nothing any more."""
    farm = own_farm()
    with acting() as act:
        farm.calendar_version += 1
        audit.record(db, "farm.calendar-renewed", farm)
        act.tell(_("Here is a new address. The former one opens nothing any more."))
    return redirect(url_for("farmer.show_calendar"))


def _back() -> Response:
    return redirect(url_for("farmer.edit_pace"))
