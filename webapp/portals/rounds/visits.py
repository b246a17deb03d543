"""What became of a round: its visits, for whoever published it."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.models import Party, Visit, VisitState
from webapp.portals.rounds.loaders import may_name, seen_round
from webapp.portals.rounds.routes import page, routes
from webapp.services.rounds import judging, plan
from webapp.web.acts import note_reading
from webapp.web.extensions import db
from webapp.web.pages import shown_page

A_PAGE = 25


@routes.get("/rounds/<int:round_id>/visits")
def list_round_visits(round_id: int) -> str:
    """Show the visits of a round, other associations' by code."""
    found = seen_round(round_id)
    note_reading("round.read", found, page="visits")
    query = (
        select(Visit)
        .where(Visit.round_id == found.id)
        .options(joinedload(Visit.party).selectinload(Party.persons), joinedload(Visit.farm))
        .order_by(Visit.stay, Visit.id)
    )
    visits = db.scalars(query).all()
    number, pages = shown_page(len(visits), A_PAGE)
    states = Counter(visit.state for visit in visits)
    return page(
        round=found,
        shown=visits[(number - 1) * A_PAGE : number * A_PAGE],
        states=[(state, states[state]) for state in VisitState if states[state]],
        answers_until=plan.answers_until(db, [found.id]).get(found.id),
        grids=judging.grids(db, found),
        may_name=may_name,
        number=number,
        pages=pages,
    )
