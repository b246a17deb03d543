"""Where an association's own SMS gateway calls: receipts, and the text messages of people.

No page is here and nobody signs in: a receipt proves itself, everything else proves the gateway's
key. Whatever fails to is 404.
"""

from flask import Blueprint

from webapp.ground.database import EVERYONE, set_scope
from webapp.services.records import audit
from webapp.web.extensions import db
from webapp.web.views import load_views

portal = Blueprint("gateway", __name__, url_prefix="/gateway")

TAKEN = ("taken\n", 200, {"Content-Type": "text/plain; charset=utf-8"})
"""What a gateway is told: Kannel takes every other status than 200 and 202 for a failure."""


@portal.before_request
def _see_every_message() -> None:
    """Let a proven call reach the message it is about, whosever it is."""
    set_scope(db, EVERYONE)  # nosemgrep: everything-seen-by-a-view - the guard here
    audit.set_actor(db, audit.JOB)


load_views(__name__)
