"""What people of one's own files wrote by text message or e-mail."""

from flask import redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from webapp.models import Party, Reply
from webapp.portals.caseworker import portal
from webapp.services.visits import replies
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import acting
from webapp.web.extensions import db


def own_reply(reply_id: int, *conditions: ColumnElement[bool]) -> Reply:
    """Return what somebody of one's own files wrote, or answer 404."""
    mine = Reply.party.has(Party.organisation_id == signed_in_user().organisation_id)
    return find_or_404(Reply, Reply.id == reply_id, mine, *conditions)


@portal.post("/texts/<int:reply_id>/read")
def read_reply(reply_id: int) -> Response:
    """Record that a text was read, and lead to the visit or the file that it is about."""
    reply = own_reply(reply_id, Reply.asks_correction.is_(False))
    with acting() as act:
        replies.read(db, reply, signed_in_user())
        act.tell(_("It is noted that you have read it. Do what it asks here."))
    if reply.visit_id is not None:
        return redirect(url_for("caseworker.show_visit", visit_id=reply.visit_id))
    return redirect(url_for("caseworker.show_party", party_id=reply.party_id))
