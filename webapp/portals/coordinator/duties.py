"""The rota: who is on duty, by which number, on which days."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import Duty
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.programme_forms import DutyForm
from webapp.services.records import on_duty
from webapp.web.access import find_or_404
from webapp.web.acts import acting
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.web.removals import offer
from webapp.wording import day_range

A_WEEK = timedelta(days=6)
"""What is suggested: seven days, both ends included."""


@portal.get("/settings/duty")
def list_duties() -> str:
    """Show who is on duty now and in the weeks to come, and when nobody is."""
    return page(duties=on_duty.rota(db), gaps=on_duty.gaps(db), number=on_duty.number(db))


@portal.route("/settings/duty/new", methods=["GET", "POST"])
def add_duty() -> str | Response:
    """Put somebody on the rota."""
    form = DutyForm(**({} if request.method == "POST" else _suggested()))
    if form.validate_on_submit():
        duty = Duty()
        form.populate_obj(duty)
        with acting(form, "first_day") as act:
            on_duty.add(db, duty)
            act.tell(_on_duty_from_now_on(duty))
        if act.done:
            return _back()
    return page(form=form)


@portal.route("/settings/duty/<int:duty_id>", methods=["GET", "POST"])
def edit_duty(duty_id: int) -> str | Response:
    """Change who is on duty on these days, or the days."""
    duty = find_or_404(Duty, Duty.id == duty_id)
    form = DutyForm(obj=duty)
    if form.validate_on_submit():
        with acting(form, "first_day") as act, db.no_autoflush:
            form.populate_obj(duty)
            on_duty.changed(db, duty)
            act.tell(_on_duty_from_now_on(duty))
        if act.done:
            return _back()
    return page(form=form, duty=duty)


@portal.post("/settings/duty/<int:duty_id>/repetition")
def repeat_duty(duty_id: int) -> Response:
    """Put the same person on the rota once more, after everybody else."""
    duty = find_or_404(Duty, Duty.id == duty_id)
    with acting() as act:
        act.tell(_on_duty_from_now_on(on_duty.repeat(db, duty)))
    return _back()


@portal.post("/settings/duty/<int:duty_id>/removal")
def remove_duty(duty_id: int) -> Response:
    """Take somebody off the rota."""
    duty = find_or_404(Duty, Duty.id == duty_id)
    with acting() as act:
        offer(act, duty, duty.name, url_for("coordinator.list_duties"))
        on_duty.remove(db, duty)
        act.tell(_("%(name)s is off the rota on these days.", name=duty.name))
    return _back()


def _suggested() -> dict[str, object]:
    first_day = on_duty.first_free_day(db)
    return {"first_day": first_day, "last_day": first_day + A_WEEK}


def _on_duty_from_now_on(duty: Duty) -> str:
    days = day_range(duty.first_day, duty.last_day)
    return str(_("%(name)s is on duty: %(days)s.", name=duty.name, days=days))


def _back() -> Response:
    return redirect(url_for("coordinator.list_duties"))
