"""What became of a demonstration's visits once they were over."""

from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS
from webapp.models import GRIDS, PRESENT, Feedback, Side, Visit, VisitState

SILENT = {Side.PARTY: 0.3, Side.FARM: 0.2}
"""So many of each side never say how it went."""
LIKELY = (8, 3, 1, 1)
"""How often each answer of a question is given, the first being the best."""
WORDS = {
    Side.PARTY: "La chambre était froide la nuit. Sinon, tout le monde était gentil.",
    Side.FARM: "Nous aurions aimé savoir plus tôt à quelle heure ils arrivaient.",
}


def tell_how_it_went(session: Session, rng: Random) -> None:
    """Let most of both sides have said how the visits went that are evaluated; two add a word."""
    query = select(Visit).where(Visit.state == VisitState.EVALUATED).order_by(Visit.id)
    for number, visit in enumerate(session.scalars(query)):
        for side in Side:
            if number and rng.random() < SILENT[side]:
                continue
            said = _told(visit, side, rng)
            if not number:
                said.write(WORDS[side])
            session.add(said)


def _told(visit: Visit, side: Side, rng: Random) -> Feedback:
    grid = GRIDS[PRESENT[side]]
    said = Feedback(visit_id=visit.id, side=side, grid=PRESENT[side], answers={})
    for question, choices in grid.items():
        said.answer(question, rng.choices(choices, LIKELY)[0])
    day = visit.departure + timedelta(days=2)
    said.begun_at = said.given_at = datetime.combine(day, time(18, 30), PARIS)
    return said
