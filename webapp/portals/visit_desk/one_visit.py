"""One visit: what was answered, what happened, what can be done; its sheets for paper."""

from flask import abort
from werkzeug.wrappers import Response

from webapp.ground.clock import today
from webapp.models import Side, Visit, VisitState
from webapp.portals.visit_desk.routes import page, routes, seen_visit
from webapp.services.engine.barriers import barriers_of
from webapp.services.engine.lodging import lodging_of
from webapp.services.records import history
from webapp.services.village import gatherings
from webapp.services.visits import (
    arrival_hours,
    consent,
    farm_notes,
    freed,
    incidents,
    journeys,
    letters,
    local_referents,
    messages,
    missed,
    nudging,
    possible,
    replies,
    undoing,
    unmaking,
)
from webapp.web.acts import note_reading
from webapp.web.extensions import current_language, db
from webapp.web.visit_sheet import visit_sheet
from webapp.wording import sentence
from webapp.wording.at_the_same_time import at_the_same_time
from webapp.wording.barriers import barrier_sentences
from webapp.wording.visit_history import visit_history


@routes.get("/visits/<int:visit_id>")
def show_visit(visit_id: int) -> str:
    """Show a visit: answers, what happened, messages, what can be done; reading is kept."""
    visit = seen_visit(visit_id)
    note_reading("visit.read", visit)
    events = history.timeline(db, visit)
    lodging = lodging_of(db, visit) if visit.holds else None
    undone_until = undoing.undone_until(visit) or unmaking.unmade_until(visit)
    could_stand = undone_until or undoing.may_be_restored(visit)
    in_the_way = undoing.in_the_way(db, visit) if could_stand and not visit.holds else None
    return page(
        visit,
        possible=possible.acts_on(visit),
        acts=visit_history(events, history.names_of_actors(db, events)),
        incidents=incidents.of_visit(db, visit),
        messages=messages.of_visit(db, visit),
        asked=nudging.may_be_asked(db, [visit])[visit.id],
        replies=replies.of_visit(db, visit),
        notes=local_referents.notes(db, visit),
        gatherings=gatherings.of_guests(db, visit),
        farm_notes=farm_notes.of_visit(db, visit)[::-1],
        undone_until=None if in_the_way else undone_until,
        changed={
            side.value: consent.changes(db, visit, side, lodging if visit.holds else ...)
            for side in Side
        },
        unknown=[side.value for side in Side if consent.is_unknown(visit, side)],
        restorable=undoing.may_be_restored(visit) and not undone_until,
        in_the_way=sentence(in_the_way) if in_the_way else "",
        barriers=barrier_sentences(barriers_of(visit, lodging)) if visit.holds else "",
        beside=at_the_same_time(db, [visit.party_id]).of_visit(visit) if visit.holds else "",
        lodging=lodging,
        journeys=journeys.of_visit(visit) if visit.holds else None,
        free_again=freed.is_free_again(db, visit),
        hour=arrival_hours.of_visit(visit) if visit.state in arrival_hours.EXPECTED else None,
        missed=missed.told(db, visit) if visit.state is VisitState.NO_SHOW else None,
        by_letter=[side.value for side in Side if letters.may_be_posted(visit, side)],
        today=today(),
    )


@routes.get("/visits/<int:visit_id>/guests.pdf")
def download_guest_sheet(visit_id: int) -> Response:
    """Give the guests' sheet in their language, for who has no telephone to read it on."""
    visit = _settled_visit(visit_id)
    return visit_sheet(visit, Side.PARTY, visit.party.reads_in)


@routes.get("/visits/<int:visit_id>/farm.pdf")
def download_farm_sheet(visit_id: int) -> Response:
    """Give the farm's sheet, for who has no mailbox."""
    return visit_sheet(_settled_visit(visit_id), Side.FARM, current_language())


def _settled_visit(visit_id: int) -> Visit:
    """Return a visit to which both have said yes, or answer 404; reading is kept."""
    visit = seen_visit(visit_id)
    if not (visit.holds and visit.both_said_yes):
        abort(404)
    note_reading("visit.read", visit)
    return visit
