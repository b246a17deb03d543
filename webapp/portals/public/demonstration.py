"""The outbox of a demonstration, where nothing leaves the machine."""

from flask import abort, current_app
from sqlalchemy import select

from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Message
from webapp.portals.public import portal
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import compose

SHOWN = 100


@portal.get("/demonstration/outbox")
def show_outbox() -> str:
    """Show every message as its reader would get it; only in a demonstration."""
    if not current_app.extensions["config"].demonstration:
        abort(404)
    set_scope(db, EVERYONE)
    newest = select(Message).order_by(Message.id.desc()).limit(SHOWN)
    return page(messages=[(message, compose(message)) for message in db.scalars(newest)])
