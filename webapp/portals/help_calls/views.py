"""A call for help: who calls, from where, since when; taken, then settled."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_
from werkzeug.wrappers import Response

from webapp.models import HelpCall, Role, Visit
from webapp.portals.help_calls.forms import SettleForm, TakeForm
from webapp.portals.help_calls.routes import routes
from webapp.services.accounts import stand_ins
from webapp.services.visits import help_calls
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db
from webapp.web.forms import Form


def stands_before_me() -> ColumnElement[bool]:
    """Say which calls the reader sees: an association's own, and those that came to coordinators.

    What an association sees to by itself is no matter of theirs, unless nobody of it can come in.
    """
    user = signed_in_user()
    if user.role is Role.COORDINATOR:
        left = HelpCall.visit.has(Visit.organisation_id.in_(stand_ins.left_alone()))
        return or_(HelpCall.coordinators_at.is_not(None), left)
    return HelpCall.visit.has(Visit.organisation_id == user.organisation_id)


def seen_call(call_id: int) -> HelpCall:
    """Return a call that stands before the reader, or answer 404; reading it is kept."""
    found = find_or_404(HelpCall, HelpCall.id == call_id, stands_before_me())
    if request.method == "GET":
        note_reading("visit.help-read", found.visit)
    return found


@routes.get("/help/<int:call_id>")
def show_help_call(call_id: int) -> str:
    """Show who calls, how to reach them, and who sees to it."""
    return _page("show_help_call", seen_call(call_id))


@routes.route("/help/<int:call_id>/taking", methods=["GET", "POST"])
def take_help_call(call_id: int) -> str | Response:
    """Take a call, saying what one does first."""
    call, form = seen_call(call_id), TakeForm()
    if form.validate_on_submit():
        with acting(form, "note") as act:
            help_calls.take(db, call, signed_in_user(), form.note.data or "")
            act.tell(_("You take care of this call: it goes on to nobody else."))
        if act.done:
            return _back_to(call_id)
    if not call.waits:
        form.over = _told_of(call)
    return _page("take_help_call", call, form)


@routes.route("/help/<int:call_id>/settlement", methods=["GET", "POST"])
def settle_help_call(call_id: int) -> str | Response:
    """Settle a call, saying what was done."""
    call, form = seen_call(call_id), SettleForm()
    if form.validate_on_submit():
        with acting(form, "note") as act:
            help_calls.settle(db, call, signed_in_user(), form.note.data)
            act.tell(_("The call for help is settled."))
        if act.done:
            return _back_to(call_id)
    if not call.is_open:
        form.over = _told_of(call)
    return _page("settle_help_call", call, form)


def _told_of(call: HelpCall) -> str:
    """Say who saw to a call already."""
    if call.settled_by is not None:
        return str(_("This call is settled already, by %(name)s.", name=call.settled_by.name))
    if not call.is_open:
        return str(_("They have said meanwhile that all is well."))
    name = call.taken_by.name if call.taken_by else ""
    return str(_("%(name)s sees to this call already.", name=name))


def _back_to(call_id: int) -> Response:
    return redirect(url_for(".show_help_call", call_id=call_id))


def _page(view: str, call: HelpCall, form: Form | None = None) -> str:
    """Render a page in the frame of the portal that it was opened from."""
    template = f"help_calls/{view}.html"
    is_left = call.visit.organisation_id in db.scalars(stand_ins.left_alone()).all()
    return render_template(
        template,
        portal=request.blueprint,
        call=call,
        form=form,
        sees_visit=is_left or signed_in_user().role is Role.CASEWORKER,
    )
