"""The visits of an association: the board and one visit's page."""

from datetime import date

from flask import request

from webapp.ground.clock import today
from webapp.models import Side, Visit, VisitState
from webapp.portals.caseworker import portal
from webapp.services.engine.barriers import barriers_of
from webapp.services.engine.lodging import lodging_of
from webapp.services.records import history
from webapp.services.visits import answers, consent, incidents, messages, stays, undoing, unmaking
from webapp.services.visits.search import SORTS, Search, find_visits, load_visits
from webapp.web.access import find_or_404, signed_in_user
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.pages import page, shown_page
from webapp.wording import sentence
from webapp.wording.barriers import barrier_sentence
from webapp.wording.lodging import lodged
from webapp.wording.visit_history import visit_history, why

A_PAGE = 25

portal.add_app_template_global(why)
portal.add_app_template_global(lodged)


def own_visit(visit_id: int) -> Visit:
    """Return a visit of the caseworker's association, or answer 404."""
    mine = Visit.organisation_id == signed_in_user().organisation_id
    return find_or_404(Visit, Visit.id == visit_id, mine)


@portal.get("/visits")
def list_visits() -> str:
    """Show the visits that the search asks for, some at a time."""
    search = _search()
    found = find_visits(db, signed_in_user().organisation_id or 0, search)
    number, pages = shown_page(found.count, A_PAGE)
    numbers = db.scalars(found.query.offset((number - 1) * A_PAGE).limit(A_PAGE)).all()
    return page(
        search=search,
        found=found.count,
        shown=load_visits(db, numbers),
        number=number,
        pages=pages,
        states=list(VisitState),
        today=today(),
    )


def _search() -> Search:
    asked = request.args
    state, sort = asked.get("state", ""), asked.get("sort", "")
    return Search(
        text=asked.get("text", "")[:80],
        state=state if state in set(VisitState) else "",
        first_day=_day("from"),
        last_day=_day("until"),
        sort=sort if sort in SORTS else "arrival",
        # Without a wish the latest days come first: what is to come matters more than history.
        descending=asked.get("direction", "descending") == "descending",
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


@portal.get("/visits/<int:visit_id>")
def show_visit(visit_id: int) -> str:
    """Show a visit: answers, what happened, messages, what can be done; reading is kept."""
    visit = own_visit(visit_id)
    note_reading("visit.read", visit)
    events = history.timeline(db, visit)
    lodging = lodging_of(db, visit) if visit.holds else None
    undone_until = undoing.undone_until(visit) or unmaking.unmade_until(visit)
    could_stand = undone_until or undoing.may_be_restored(visit)
    in_the_way = undoing.in_the_way(db, visit) if could_stand and not visit.holds else None
    return page(
        visit=visit,
        acts=visit_history(events, history.names_of_actors(db, events)),
        incidents=incidents.of_visit(db, visit),
        messages=messages.of_visit(db, visit),
        recordable=answers.may_be_recorded(visit),
        undone_until=None if in_the_way else undone_until,
        changed={side.value: consent.changed_since_yes(db, visit, side) for side in Side},
        restorable=undoing.may_be_restored(visit) and not undone_until,
        in_the_way=sentence(in_the_way) if in_the_way else "",
        lacks_lift=stays.lacks_lift(visit),
        barriers=barrier_sentence(barriers_of(visit, lodging)) if visit.holds else "",
        lodging=lodging,
        today=today(),
    )
