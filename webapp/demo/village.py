"""To what a demonstration's villages are invited: an evening that was, and one to come."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, today
from webapp.models import Gathering, GatheringState, Visit, VisitState

TOLD_BEFORE = timedelta(days=20)
"""So long before it, or yesterday, everybody could read of it."""
IN_A_HALL = {
    "title": "La campagne, racontée par ceux qui y viennent",
    "words": "Des images, un repas partagé, et trois questions à la sortie.",
    "starts": time(18, 30),
    "ends": time(21),
    "commune": "14762",
    "venue": "Salle des fêtes, place de l’église",
}
ON_A_FARM = {
    "title": "La ferme ouvre sa porte",
    "words": "La ferme fait visiter son étable, puis on partage un verre et ce que chacun apporte.",
    "starts": time(18),
    "ends": time(20, 30),
}


def invite(session: Session) -> None:
    """Let a hall have been full some weeks ago, and a farm open its door during its next visit."""
    past = _announced(day=today() - timedelta(days=24), **IN_A_HALL)
    session.add(past)
    ahead = Visit.state == VisitState.CONFIRMED, func.lower(Visit.stay) > today()
    visit = session.scalar(select(Visit).where(*ahead).order_by(Visit.stay, Visit.id).limit(1))
    if visit is not None:  # a programme of a few people may have none
        there = {"farm_id": visit.farm_id, "commune": visit.farm.commune}
        session.add(_announced(day=visit.arrival, visit_id=visit.id, **there, **ON_A_FARM))
    session.flush()


def _announced(**facts: object) -> Gathering:
    made = Gathering(state=GatheringState.ANNOUNCED, **facts)
    told = min(made.day - TOLD_BEFORE, today() - timedelta(days=1))
    made.announced_at = datetime.combine(told, time(10), PARIS)
    return made
