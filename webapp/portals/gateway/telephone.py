"""What the app "SMS Gateway for Android" tells by its webhooks, signed with the gateway's key."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

from flask import abort, current_app, request

from webapp.channels.receipts import take_receipt
from webapp.ground.clock import real_now
from webapp.models import MessageState
from webapp.portals.gateway import TAKEN, portal
from webapp.services.visits import replies
from webapp.web.extensions import db

FRESH = timedelta(minutes=10)
"""An older call is somebody's copy of one; the app signs each try anew."""
TOLD = {
    "sms:sent": (MessageState.ACCEPTED, None),
    "sms:delivered": (MessageState.DELIVERED, None),
    "sms:failed": (MessageState.FAILED, "not-delivered"),
}


@portal.post("/telephone")
def take_event() -> tuple[str, int, dict[str, str]]:
    """Keep what became of a message; what is not ours, or not known, is taken and left."""
    event = proven_event()
    state, why = TOLD.get(event["event"], (None, None))
    if state is not None:
        take_receipt(db, str(event["payload"].get("messageId")), state, why)
    elif event["event"] == "sms:received":
        _take_text(event["payload"])
    db.commit()
    return TAKEN


def _take_text(payload: dict[str, Any]) -> None:
    """Keep what somebody wrote. The app's own number of it is not its alone; all of it is."""
    number, words = (str(payload.get(name) or "") for name in ("phoneNumber", "message"))
    replies.take(db, number, words, f"{number}\0{words}\0{payload.get('receivedAt')}")


def proven_event() -> dict[str, Any]:
    """Return the event that the telephone signed, a moment ago, or answer 404."""
    key = current_app.extensions["config"].gateway_key
    body, at = request.get_data(), request.headers.get("X-Timestamp", "")
    made = hmac.new(key.encode(), body + at.encode(), hashlib.sha256).hexdigest()
    given = request.headers.get("X-Signature", "")
    if not key or not hmac.compare_digest(made.encode(), given.encode()) or not _is_fresh(at):
        abort(404)
    try:
        event = json.loads(body)
    except ValueError:
        abort(404)
    whole = isinstance(event, dict) and isinstance(event.get("payload"), dict)
    return {**event, "event": str(event.get("event"))} if whole else abort(404)


def _is_fresh(at: str) -> bool:
    figures = at.isascii() and at.isdecimal() and len(at) <= len("9999999999")
    return bool(figures) and abs(real_now().timestamp() - int(at)) <= FRESH.total_seconds()
