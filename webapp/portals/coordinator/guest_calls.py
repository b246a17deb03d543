"""Calls to the guests of a farm that was stopped."""

from flask import redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from webapp.models import GuestCall
from webapp.portals.coordinator import portal
from webapp.services.visits import guest_calls
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting, note_reading
from webapp.web.extensions import db


def to_make(*conditions: ColumnElement[bool]) -> list[GuestCall]:
    """Return the calls to make; that a coordinator reads names and numbers is kept."""
    calls = guest_calls.waiting(db, *conditions)
    for call in calls:
        note_reading("visit.guests-to-call-read", call.visit)
    return calls


@portal.post("/guest-calls/<int:guest_call_id>/made")
def make_guest_call(guest_call_id: int) -> Response:
    """Record that the guests were called."""
    call = find_or_404(GuestCall, GuestCall.id == guest_call_id)
    with acting() as act:
        guest_calls.make(db, call, signed_in_user())
        act.tell(_("It is noted that you have called them."))
    return redirect(url_for("coordinator.show_todo"))
