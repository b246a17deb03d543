"""What both sides of a pair would be sent: each message, and the guests' page as they read it."""

from flask import current_app, redirect, render_template, url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from webapp.models import Side, Visit
from webapp.portals.rounds.loaders import seen_party
from webapp.portals.rounds.routes import routes
from webapp.portals.rounds.workbench import Bench, open_bench
from webapp.services.engine import ids
from webapp.services.rounds import previewing
from webapp.services.visits import own_proof, replies
from webapp.web.extensions import db
from webapp.web.looked_at import as_on_their_telephone
from webapp.wording import compose
from webapp.wording.messages import ADDRESS
from webapp.wording.visit_messages import answered_by_text


@routes.get("/rounds/<int:round_id>/publication/parties/<int:party_id>")
def preview_messages(round_id: int, party_id: int) -> str | Response:
    """Show what would be written to both sides of a pair, and the page behind the guests' link."""
    bench = open_bench(round_id)
    if isinstance(bench, Response):
        return bench
    party, engine_id = seen_party(party_id), ids.party_id(party_id)
    slot = bench.cast.slots.get(bench.result.solution.slot_of.get(engine_id, ""))
    if slot is None:
        return redirect(url_for(".show_round", round_id=round_id))
    visit = previewing.visit_of(party, slot, bench.round.answer_by)
    barriers = bench.result.barriers(engine_id, ids.slot_id(slot.id))
    language = party.reads_in
    view = previewing.page_of(db, visit, barriers, _sharing(bench, engine_id))
    with force_locale(language.locale), as_on_their_telephone(party):
        guests_page = render_template("rounds/guests_page.html", view=view)
    return bench.tab(
        party=party,
        slot=slot,
        language=language,
        text=text_to_guests(visit, barriers),
        letter=text_of(visit, Side.FARM),
        guests_page=guests_page,
        photos=len(view.photos),
        asks_first=own_proof.is_asked(party),
    )


def text_of(visit: Visit, side: Side) -> tuple[str, str]:
    """Return the subject and the words of a message, its link left out."""
    composed = compose(previewing.message_of(visit, side))
    return composed.subject, ADDRESS.sub("…", composed.body)


def text_to_guests(visit: Visit, barriers: tuple[str, ...]) -> tuple[str, str]:
    """Return what guests would read on their telephone, or in a letter."""
    subject, words = text_of(visit, Side.PARTY)
    if current_app.extensions["config"].takes_replies and replies.can_answer(db, visit, barriers):
        with force_locale(visit.party.reads_in.locale):
            words += answered_by_text()
    return subject, words


def _sharing(bench: Bench, engine_id: str) -> tuple[int, int] | None:
    """Return how many strangers, and how many companions, would sleep in a party's rooms."""
    rooms, beside = bench.result.bedrooms(engine_id)
    if not rooms:
        return None
    own = bench.cast.parties[engine_id].companions_id
    companions = strangers = 0
    for other in beside:
        people = bench.result.problem.party_of[other].people
        row = bench.cast.parties.get(other)
        if row is not None and own is not None and row.companions_id == own:
            companions += people
        else:
            strangers += people
    return strangers, companions
