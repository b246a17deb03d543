"""The roll of a sitting: who was there, noted in few clicks, and the sheet that one signs."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms.validators import NumberRange, Optional

from webapp.models import Presence, Seat, Sitting, WorkshopKind
from webapp.portals.seats.loaders import a_sitting
from webapp.portals.seats.roll_form import RollForm
from webapp.portals.seats.views import routes
from webapp.services.workshops import attendance
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import current_language, db
from webapp.web.forms import Form, NumberField
from webapp.web.printing import document_of, pdf_file

MOST = 2000


class CameForm(Form):
    """How many came to a sitting to which nobody signs up by name."""

    came = NumberField(
        _l("How many people came?"),
        [Optional(), NumberRange(0, MOST, _l("Enter 0 to 2000 people"))],
        description=_l("A count is enough: nobody is named."),
    )


@routes.route("/workshops/sittings/<int:sitting_id>/attendance", methods=["GET", "POST"])
def note_attendance(sitting_id: int) -> str | Response:
    """Ask who was there; what is left open may be noted as present all at once."""
    sitting = a_sitting(sitting_id)
    if sitting.series.workshop.kind is WorkshopKind.VILLAGE:
        return _count(sitting)
    if request.method == "POST":
        attendance.hold(db, sitting)  # whoever notes at the same moment is read before
    form = RollForm.of(sitting, attendance.roll(db, sitting), _called)
    if form.validate_on_submit():
        with acting(form) as act:
            known = attendance.note(db, sitting, _with_the_others(form.noted), form.why)
            act.tell(told_of(known))
            missed = sum(
                attendance.noted_at(seat, sitting) is Presence.ABSENT for seat in form.seats
            )
            if missed and sitting.series.workshop.kind is WorkshopKind.GUESTS:
                act.tell(_what_follows(missed, is_over=sitting.series.is_over), "info")
        if act.done:
            return redirect(url_for(".show_series", series_id=sitting.series_id))
    else:
        note_reading("sitting.roll-read", sitting)
    return render_template(
        "workshops/note_attendance.html", portal=request.blueprint, sitting=sitting, form=form
    )


def told_of(known: int) -> str:
    """Say of how many it is noted whether they were there."""
    return str(
        ngettext(
            "Noted: it is known of %(num)d person.",
            "Noted: it is known of %(num)d people.",
            known,
        )
    )


def _called(seat: Seat) -> str:
    if seat.person and seat.party:
        return f"{seat.party.code} · {seat.person.first_name}"
    return (seat.name if seat.farm else seat.user and seat.user.name) or str(seat.number)


def _with_the_others(noted: dict[int, Presence]) -> dict[int, Presence]:
    """Return who was there; with the button for the others, who is left open was."""
    if request.form.get("others") != Presence.PRESENT:
        return noted
    there = Presence.PRESENT
    return {seat: there if each is Presence.UNKNOWN else each for seat, each in noted.items()}


def _what_follows(missed: int, *, is_over: bool) -> str:
    if is_over:
        return str(
            ngettext(
                "%(num)d person was absent: their association is asked to talk about it with them. "
                "It can be put right here.",
                "%(num)d people were absent: their associations are asked to talk about it with "
                "them. It can be put right here.",
                missed,
            )
        )
    return str(
        ngettext(
            "%(num)d person was absent: once the workshop is over their association is asked to "
            "talk about it with them. Until then it can be put right here.",
            "%(num)d people were absent: once the workshop is over their associations are asked to "
            "talk about it with them. Until then it can be put right here.",
            missed,
        )
    )


def _count(sitting: Sitting) -> str | Response:
    form = CameForm(obj=sitting)
    if form.validate_on_submit():
        with acting(form, "came") as act:
            attendance.count(db, sitting, form.came.data)
            act.tell(_("Saved."))
        if act.done:
            return redirect(url_for(".show_series", series_id=sitting.series_id))
    return render_template(
        "workshops/count_people.html", portal=request.blueprint, form=form, sitting=sitting
    )


@routes.get("/workshops/sittings/<int:sitting_id>/sheet")
def show_sheet(sitting_id: int) -> str:
    """Show the sheet that those who come sign."""
    return _sheet(a_sitting(sitting_id), "workshops/show_sheet.html")


@routes.get("/workshops/sittings/<int:sitting_id>/sheet.pdf")
def download_attendance_sheet(sitting_id: int) -> Response:
    """Give the sheet that those who come sign, to print."""
    sitting = a_sitting(sitting_id)
    html = _sheet(sitting, "workshops/print_sheet.html")
    return pdf_file(document_of(html, current_language(), foot="Sillon"), f"sillon-{sitting.day}")


def _sheet(sitting: Sitting, template: str) -> str:
    seats = attendance.roll(db, sitting)
    note_reading("sitting.sheet-read", sitting)
    return render_template(template, portal=request.blueprint, sitting=sitting, seats=seats)
