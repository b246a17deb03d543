"""The rounds that a file took part in, each with its place or why there was none."""

from webapp.models import MatchingRound
from webapp.portals.caseworker import portal
from webapp.portals.caseworker.loaders import own_party
from webapp.services.engine.ids import party_id as party_engine_id
from webapp.services.rounds import of_party
from webapp.services.rounds.cast import find_cast
from webapp.web.access import signed_in_user
from webapp.web.extensions import db
from webapp.web.pages import page, shown_page
from webapp.wording import explanations, sentence

A_PAGE = 5
"""Each round is read whole, which takes a while for large ones."""


@portal.get("/parties/<int:party_id>/rounds")
def list_party_rounds(party_id: int) -> str:
    """Show what each of the association's rounds meant for these people, the newest first."""
    party = own_party(party_id)
    mine = MatchingRound.organisation_id == signed_in_user().organisation_id
    number, pages = shown_page(of_party.count(db, party, mine), A_PAGE)
    parts = of_party.parts(db, party, mine, first=(number - 1) * A_PAGE, most=A_PAGE)
    slots = {part.slot for part in parts if part.slot}
    for part in parts:
        near = part.explanation.near_misses[:3] if part.explanation else ()
        slots |= {miss.slot for miss in near}
    return page(
        party=party,
        parts=parts,
        number=number,
        pages=pages,
        cast=find_cast(db, [party_engine_id(party.id)], slots),
        words=explanations,
        sentence=sentence,
    )
