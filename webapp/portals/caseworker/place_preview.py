"""What both sides would receive if a place that is free again were proposed to somebody."""

from flask import render_template
from flask_babel import force_locale

from webapp.models import Side
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.free_places import freed_slot
from webapp.portals.caseworker.loaders import own_party
from webapp.portals.rounds.previews import text_of, text_to_guests
from webapp.services.engine.barriers import barriers_of
from webapp.services.rounds import backfill, previewing
from webapp.services.visits import own_proof
from webapp.web.extensions import db
from webapp.web.looked_at import as_on_their_telephone
from webapp.web.pages import page

NOTHING = ("", "")
"""What a side receives that is called."""


@portal.get("/free-places/<int:slot_id>/parties/<int:party_id>/messages")
def preview_place(slot_id: int, party_id: int) -> str:
    """Show what would leave, and the page behind the link; nothing of it is written."""
    slot, party = freed_slot(slot_id), own_party(party_id)
    previewing.read_whole(db, slot)
    visit = previewing.visit_of(party, slot, backfill.answer_by(db, slot))
    sleeps, language = previewing.lodging_of_more(db, visit), party.reads_in
    barriers = barriers_of(visit, sleeps)
    sharing = (sleeps.strangers, sleeps.companions) if sleeps and not party.companions else None
    view = previewing.page_of(db, visit, barriers, sharing)
    with force_locale(language.locale), as_on_their_telephone(party):
        guests_page = render_template("rounds/guests_page.html", view=view)
    return page(
        slot=slot,
        party=party,
        language=language,
        text=text_to_guests(visit, barriers) if party.reads_messages else NOTHING,
        letter=text_of(visit, Side.FARM) if visit.farm.readers else NOTHING,
        guests_page=guests_page,
        photos=len(view.photos),
        asks_first=own_proof.is_asked(party),
    )
