"""What Sillon is, for anyone; in a demonstration, what it has written to its people."""

from datetime import timedelta

from flask import Response, abort, current_app, jsonify, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp import geography
from webapp.channels.senders import senders
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Message, Party, Slot, Visit
from webapp.portals.public import portal
from webapp.portals.public.style_samples import samples
from webapp.services.retention import due
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import commune_choice, compose, years_or_days
from webapp.wording.messages import language_of, subject_of

SAID_FOR = timedelta(days=90)
"""So long whoever keeps a copy of where a weakness is told may rely on it."""
SHOWN = 100
"""Messages of a demonstration's outbox, the newest first."""


@portal.get("/")
def show_home() -> str:
    """Show what Sillon is and where to go from here."""
    return page()


@portal.get("/hosting")
def show_hosting() -> str:
    """Show a farmer what hosting means, what it does not, and how to begin."""
    return page()


@portal.get("/matching")
def show_matching() -> str:
    """Show the rules by which places are proposed: they are public."""
    return page()


@portal.get("/privacy")
def show_privacy() -> str:
    """Show what is kept about people, for how long, and whom to ask."""
    return page(kept_for=years_or_days(due.kept_for(db).days))


@portal.get("/who-writes")
def show_who_writes() -> str:
    """Show whose messages are ours, and by what people know it; nothing of anybody."""
    return page(has_word=None, senders=senders(db, current_app.extensions["config"]))


@portal.get("/.well-known/security.txt")
def show_security_contact() -> Response:
    """Say where a weakness is told in private (RFC 9116); 404 where nobody is named."""
    config = current_app.extensions["config"]
    contact = config.security_contact or abort(404)
    until = (now() + SAID_FOR).replace(microsecond=0).isoformat()
    lines = [
        f"Contact: {contact}",
        f"Expires: {until}",
        "Preferred-Languages: fr, en",
        f"Canonical: {config.public_url}{request.path}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@portal.get("/credits")
def show_credits() -> str:
    """Show whose data and pictures Sillon uses."""
    return page()


@portal.get("/communes")
def search_communes() -> Response:
    """Answer the communes that a text may mean, for a field that suggests them."""
    found = geography.search_communes(request.args.get("text", ""))
    return jsonify([commune_choice(each) for each in found])


@portal.get("/style")
def show_style() -> str:
    """Show every component of the pages, for those who build and check them."""
    return page(**samples())


@portal.get("/demonstration/outbox")
def show_outbox() -> str:
    """Show every message as its reader would get it; only in a demonstration."""
    if not current_app.extensions["config"].demonstration:
        abort(404)
    set_scope(db, EVERYONE)  # nosemgrep: everything-seen-by-a-view - nobody is real here
    of_visit = joinedload(Message.visit)
    newest = (
        select(Message)
        .options(
            of_visit.joinedload(Visit.party).selectinload(Party.persons),
            of_visit.joinedload(Visit.slot).joinedload(Slot.offer),
            of_visit.joinedload(Visit.farm),
        )
        .order_by(Message.id.desc())
        .limit(SHOWN)
    )
    told = [(message, compose(message)) for message in db.scalars(newest)]
    return page(messages=told, language_of=language_of, subject_of=subject_of)
