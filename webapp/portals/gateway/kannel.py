"""What Kannel tells: it asks for the address that a message was given along, with a number."""

import hmac
from contextlib import suppress

from flask import abort, current_app, request

from webapp.channels.receipts import take_receipt as keep_receipt
from webapp.models import MessageState
from webapp.portals.gateway import TAKEN, portal
from webapp.services.visits import replies
from webapp.web.extensions import db

TOLD = {
    "1": (MessageState.DELIVERED, None),
    "2": (MessageState.FAILED, "not-delivered"),
    "8": (MessageState.ACCEPTED, None),
    "16": (MessageState.FAILED, "network-refused"),
}
"""Kannel's numbers, and what each says."""


@portal.get("/receipts/<token>")
def take_receipt(token: str) -> tuple[str, int, dict[str, str]]:
    """Keep what became of a message: the one address of Sillon where a GET tells us something.

    Kannel knows no other way. The address stands in no letter, so nobody's program opens it.
    """
    state, why = TOLD.get(request.args.get("type", ""), (None, None))
    if state is None or not keep_receipt(db, token, state, why):
        abort(404)
    db.commit()
    return TAKEN


@portal.post("/texts")
def take_text() -> tuple[str, int, dict[str, str]]:
    """Keep what somebody wrote; whose number nobody knows is told nothing else."""
    key, proof = current_app.extensions["config"].gateway_key, request.authorization
    given = (proof.password if proof else None) or ""
    if not key or not hmac.compare_digest(key.encode(), given.encode()):
        abort(404)
    name, number = request.args.get("id", ""), request.headers.get("X-Kannel-From", "")
    if name and number:
        replies.take(db, f"+{number.lstrip('+')}", words_sent(), name)
        db.commit()
    return TAKEN


def words_sent() -> str:
    """Return what was written, in the letters that Kannel says: UTF-8, or UTF-16 for others."""
    letters = request.mimetype_params.get("charset", "utf-8")
    with suppress(LookupError, UnicodeError):
        return request.get_data().decode(letters, errors="replace")
    return request.get_data().decode(errors="replace")
