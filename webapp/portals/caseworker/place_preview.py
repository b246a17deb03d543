"""What both sides would receive if a place that is free again were proposed to somebody."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select

from webapp.models import Message, Side, Visit
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.free_places import freed_slot
from webapp.portals.caseworker.loaders import own_party
from webapp.services.rounds import backfill
from webapp.services.visits import disclosure
from webapp.services.visits.as_if import as_if
from webapp.web.extensions import db
from webapp.web.pages import page
from webapp.wording import compose
from webapp.wording.messages import ADDRESS, read_by


@dataclass(frozen=True)
class Seen:
    """What one side, or the other, would read: subject and words, and the guests' page."""

    text: tuple[str, str]
    letter: tuple[str, str]
    guests_page: str
    photos: int


@portal.get("/free-places/<int:slot_id>/parties/<int:party_id>/messages")
def preview_place(slot_id: int, party_id: int) -> str:
    """Propose it as if, show what would leave and the page behind the link, and undo it."""
    slot, party = freed_slot(slot_id), own_party(party_id)
    with as_if(db):
        made = backfill.propose(db, slot, party)
        seen = _seen(next(each for each in made if each.party_id == party.id))
    return page(slot=slot, party=party, language=read_by(party), seen=seen)


def _seen(visit: Visit) -> Seen:
    view = disclosure.view(db, visit, Side.PARTY, code_given=False)
    with force_locale(read_by(visit.party).locale):
        guests_page = render_template("rounds/guests_page.html", view=view)
    return Seen(
        text=_words(visit, Side.PARTY),
        letter=_words(visit, Side.FARM),
        guests_page=guests_page,
        photos=len(view.photos),
    )


def _words(visit: Visit, side: Side) -> tuple[str, str]:
    """Return the message that would leave to a side, its link left out; who has none is called."""
    of_it = Message.visit_id == visit.id, Message.side == side
    message = db.scalar(select(Message).where(*of_it).limit(1))
    if message is None:
        return "", ""
    composed = compose(message)
    return composed.subject, ADDRESS.sub("…", composed.body)
