"""Workshops: the list, one of them, its series and their sittings."""

from functools import partial
from typing import Any, Final

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Series, Sitting, Workshop, WorkshopKind
from webapp.portals.coordinator import portal
from webapp.portals.coordinator.workshop_forms import (
    FirstDateForm,
    SeriesForm,
    SittingForm,
    WorkshopForm,
)
from webapp.services.records import accreditations
from webapp.services.reports import keeping
from webapp.services.workshops import listing, planning
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, over
from webapp.web.extensions import db
from webapp.web.forms import Form
from webapp.web.pages import page
from webapp.web.unchanged import given_again
from webapp.wording.workshops import how_many_are_told

GROUP: Final = ("seats", "spoken", "interpreted", "knows_people", "knows_trade")


class CancelSittingForm(Form):
    """A sitting that is cancelled."""


@portal.get("/workshops")
@given_again()
def list_workshops() -> str:
    """Show the dates to come with their seats, those that are over, and what has no date yet."""
    return page(coming=listing.coming(db), past=listing.past(db), undated=listing.without_dates(db))


@portal.route("/workshops/new", methods=["GET", "POST"])
def add_workshop() -> str | Response:
    """Ask what a workshop is about; its first date follows."""
    form = _with_payers(WorkshopForm(counts=True))
    if form.validate_on_submit():
        workshop = Workshop(kind=WorkshopKind(form.kind.data))
        _write(form, workshop)
        with acting(form) as act:
            planning.add(db, workshop)
        if act.done:
            return redirect(url_for("coordinator.open_series", workshop_id=workshop.id))
    return page(form=form)


@portal.get("/workshops/<int:workshop_id>")
def show_workshop(workshop_id: int) -> str:
    """Show a workshop and its dates."""
    workshop = _workshop(workshop_id)
    return page(workshop=workshop, lines=listing.of_workshop(db, workshop))


@portal.route("/workshops/<int:workshop_id>/words", methods=["GET", "POST"])
def edit_workshop(workshop_id: int) -> str | Response:
    """Change what is said of a workshop."""
    workshop = _workshop(workshop_id)
    form = _with_payers(
        WorkshopForm(obj=workshop, payers=[str(each.id) for each in workshop.funders])
    )
    if form.validate_on_submit():
        with acting(form) as act:
            planning.change(db, workshop, form.kind.data, partial(_write, form))
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for("coordinator.show_workshop", workshop_id=workshop.id))
    return page(form=form, workshop=workshop)


@portal.route("/workshops/<int:workshop_id>/dates/new", methods=["GET", "POST"])
def open_series(workshop_id: int) -> str | Response:
    """Open a workshop on a date."""
    workshop = _workshop(workshop_id)
    form = FirstDateForm(spoken=["fr"])
    if form.validate_on_submit():
        with acting(form, "day") as act:
            facts = {name: form[name].data for name in GROUP}
            series = planning.open_series(db, workshop, facts, _when(form))
            act.tell(_("The date is open."))
        if act.done:
            return _back_to(series)
    return page(form=form, workshop=workshop)


@portal.get("/workshops/dates/<int:series_id>")
def show_series(series_id: int) -> str:
    """Show the sittings of a series and who comes, by code."""
    series = _series(series_id)
    return page(
        series=series,
        seats=listing.seats_of(db, series),
        me=signed_in_user(),
        papers=accreditations.of_animators(db, (series.knows_people, series.knows_trade)),
        today=today(),
    )


@portal.route("/workshops/dates/<int:series_id>/group", methods=["GET", "POST"])
def edit_series(series_id: int) -> str | Response:
    """Change for how many a series is, its languages and who holds it."""
    series = _series(series_id)
    form = SeriesForm(obj=series)
    if form.validate_on_submit():
        with acting(form, "seats") as act:
            planning.change_series(db, series, {name: form[name].data for name in GROUP})
            act.tell(_("Saved."))
        if act.done:
            return _back_to(series)
    return page(form=form, series=series)


@portal.route("/workshops/dates/<int:series_id>/sittings/new", methods=["GET", "POST"])
def add_sitting(series_id: int) -> str | Response:
    """Add a date on which the same people come again."""
    series = _series(series_id)
    last = series.sittings[-1]
    form = SittingForm(starts=last.starts, ends=last.ends, place=last.place, link=last.link)
    if form.validate_on_submit():
        with acting(form, "day") as act:
            planning.add_sitting(db, series, _when(form))
            act.tell(_("The date is added. Whoever has a seat comes on all of them."))
        if act.done:
            return _back_to(series)
    form.over = over(None if series.goes_on else RuleBroken("workshop-begun"))
    return page(form=form, series=series)


@portal.route("/workshops/sittings/<int:sitting_id>", methods=["GET", "POST"])
def edit_sitting(sitting_id: int) -> str | Response:
    """Change when or where a sitting is; whoever comes is told."""
    sitting = _sitting(sitting_id)
    form = SittingForm(obj=sitting)
    if form.validate_on_submit():
        with acting(form, "day") as act:
            act.tell(_("Saved."))
            _say_how_many(act, sitting, planning.change_sitting(db, sitting, _when(form)))
        if act.done:
            return _back_to(sitting.series)
    form.over = over(planning.closed(sitting))
    return page(form=form, sitting=sitting)


@portal.route("/workshops/sittings/<int:sitting_id>/cancellation", methods=["GET", "POST"])
def cancel_sitting(sitting_id: int) -> str | Response:
    """Say whom it concerns, then cancel a sitting and tell them."""
    sitting = _sitting(sitting_id)
    form = CancelSittingForm()
    if form.validate_on_submit():
        with acting(form) as act:
            told = planning.cancel_sitting(db, sitting)
            act.tell(_("The date is cancelled."))
            _say_how_many(act, sitting, told)
        if act.done:
            return _back_to(sitting.series)
    form.over = over(planning.closed(sitting))
    concerned = planning.concerned(db, sitting.series)
    words = how_many_are_told(sitting.series.workshop.kind, concerned) if concerned else ""
    return page(form=form, sitting=sitting, told=words)


def _say_how_many(act: Any, sitting: Sitting, told: int) -> None:
    if told:
        act.tell(how_many_are_told(sitting.series.workshop.kind, told), "info")


def _with_payers(form: WorkshopForm) -> WorkshopForm:
    """Let a form offer everybody who pays, if there is anybody."""
    form.payers.choices = [SelectChoice(str(each.id), each.name) for each in keeping.funders(db)]
    if not form.payers.choices:
        del form.payers
    return form


def _write(form: WorkshopForm, workshop: Workshop) -> None:
    for name in ("title", "aims", "counts", "materials"):
        setattr(workshop, name, form[name].data)
    if "payers" in form:
        chosen = {int(each) for each in form.payers.data or ()}
        workshop.funders = [each for each in keeping.funders(db) if each.id in chosen]


def _workshop(number: int) -> Workshop:
    return find_or_404(Workshop, Workshop.id == number)


def _series(number: int) -> Series:
    return find_or_404(Series, Series.id == number)


def _sitting(number: int) -> Sitting:
    return find_or_404(Sitting, Sitting.id == number)


def _when(form: Any) -> dict[str, Any]:
    return {name: form[name].data or None for name in planning.WHEN}


def _back_to(series: Series) -> Response:
    return redirect(url_for("coordinator.show_series", series_id=series.id))
