"""Calls to one's own guests, since their farm was stopped."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.models import GuestCall, Visit
from webapp.portals.caseworker import portal
from webapp.services.visits import guest_calls
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db


@portal.post("/guest-calls/<int:guest_call_id>/made")
def make_guest_call(guest_call_id: int) -> Response:
    """Record that the guests were called."""
    mine = GuestCall.visit.has(Visit.organisation_id == signed_in_user().organisation_id)
    call = find_or_404(GuestCall, GuestCall.id == guest_call_id, mine)
    with acting() as act:
        guest_calls.make(db, call, signed_in_user())
        act.tell(_("It is noted that you have called them."))
    return redirect(url_for("caseworker.show_todo"))
