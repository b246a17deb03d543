"""Reading a file of others in an emergency, and the list of who did."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import UrgentReading
from webapp.services.parties import urgent
from webapp.services.records import on_duty
from webapp.web.access import find_or_404, signed_in_user, wait_to_knock
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.forms import Form, LinesField, required
from webapp.web.throttle import Door
from webapp.web.views import Routes
from webapp.wording import sentence, telephone, until_then

routes = Routes()
DAY = timedelta(days=1)


class UrgentForm(Form):
    """Which file, and why."""

    code = StringField(
        _l("Code of the file, or their whole telephone number"),
        [required(_l("Enter the code, such as P-017, or the number")), Length(max=30)],
        description=_l("No name: several people may bear it."),
    )
    reason = LinesField(
        _l("What has happened, and why can their association not be asked?"),
        [required(_l("Write in a sentence why")), Length(max=1000)],
        description=_l("Their association and the coordinators read it, with your name."),
    )


@routes.get("/emergency")
def list_urgent_readings() -> str:
    """Show who read which file in an emergency, and why."""
    unseen = urgent.unseen(db, signed_in_user())
    return _page("list_urgent_readings", readings=urgent.listed(db), unseen=unseen)


@routes.route("/emergency/new", methods=["GET", "POST"])
def open_file_urgently() -> str | Response:
    """Ask for the code and the reason, and open the file for an hour."""
    form = UrgentForm(data={"code": request.args.get("code", "")})
    if form.validate_on_submit():
        said, number = (form.code.data or "", form.reason.data or ""), 0
        if known := urgent.open_already(db, signed_in_user(), *said):
            return redirect(url_for(".show_file_urgently", reading_id=known.id))
        if _may_open(form, *said):
            with acting(form, _field_of) as act:
                number = urgent.open_file(db, signed_in_user(), *said).id
                act.tell(_("Open for an hour. Their association and the coordinators are told."))
            if act.done:
                return redirect(url_for(".show_file_urgently", reading_id=number))
    return _page("open_file_urgently", form=form)


@routes.get("/emergency/<int:reading_id>")
def show_file_urgently(reading_id: int) -> str | Response:
    """Show what an emergency needs of the file, to whom it was opened, while it is.

    Once its hour is over, ask again why.
    """
    reading = urgent.opened_to(db, reading_id, signed_in_user()) or abort(404)
    if not reading.is_open:
        flash(_("Your hour is over. If you need it still, write again why."), "info")
        return redirect(url_for(".open_file_urgently", code=reading.party.code))
    # Proven above: this page alone reads as that association does.
    set_scope(db, Scope("organisation", reading.party.organisation_id, signed_in_user().id))
    note_reading("party.read", reading.party, topic="urgent")
    return _page("show_file_urgently", reading=reading, party=reading.party)


@routes.post("/emergency/<int:reading_id>/seen")
def see_urgent_reading(reading_id: int) -> Response:
    """Note that somebody of the association has looked at why its file was read."""
    mine = urgent.may_review(signed_in_user())
    reading = find_or_404(UrgentReading, UrgentReading.id == reading_id, mine)
    with acting() as act:
        urgent.see(db, reading, signed_in_user())
        act.tell(_("It is noted that you have looked at it."))
    return redirect(url_for(".list_urgent_readings"))


def _may_open(form: UrgentForm, asked: str, reason: str) -> bool:
    """Whether what is typed opens a file, today; else the form says why, and keeps what is typed.

    What is mistyped is counted apart from what opens.
    """
    me = signed_in_user()
    wait = wait_to_knock(Door(f"urgent-tried:{me.id}", 40, DAY))
    rule = None if wait else urgent.refusal(db, me, asked, reason)
    if not wait and rule is None:
        wait = wait_to_knock(Door(f"urgent:{me.id}", 10, DAY))
    if rule is not None:
        form.refuse(_field_of(rule), sentence(rule))
    elif wait:
        told = _(
            "Many files were asked for today. Wait %(time)s, or call the number on duty: "
            "%(number)s.",
            time=until_then(wait),
            number=telephone(on_duty.number(db) or "–"),
        )
        form.refuse("code", told)
    return rule is None and not wait


def _field_of(rule: RuleBroken) -> str:
    return "code" if rule.code.startswith("file-") else "reason"


def _page(view: str, **context: object) -> str:
    return render_template(f"urgent/{view}.html", portal=request.blueprint, **context)
