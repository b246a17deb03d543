"""What Kannel tells: it asks for the address that a message was given along, with a number."""

from flask import abort, request

from webapp.channels.receipts import take_receipt as keep_receipt
from webapp.models import MessageState
from webapp.portals.gateway import TAKEN, portal
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
