"""To what a demonstration's villages are invited: an evening that was, and one to come."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, today
from webapp.models import (
    VILLAGE_GRID,
    Gathering,
    GatheringState,
    VillageVoice,
    Visit,
    VisitState,
    VoiceWay,
)

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

BY_TELEPHONE = {
    "met-before": {"often": 3, "once": 4, "never": 6},
    "spoke": {"much": 6, "a-little": 5, "not": 1},
    "again": {"yes": 9, "perhaps": 3, "no": 1},
}
ON_PAPER = {
    "met-before": {"often": 4, "once": 6, "never": 14},
    "spoke": {"much": 11, "a-little": 8, "not": 4},
    "again": {"yes": 15, "perhaps": 6, "no": 2},
}


def invite(session: Session) -> None:
    """Let a hall have been full some weeks ago, and a farm open its door during its next visit."""
    past = announced(day=today() - timedelta(days=24), **IN_A_HALL)
    past.came = 46
    session.add(past)
    session.flush()
    let_speak(session, past, (13, BY_TELEPHONE), (25, ON_PAPER))
    ahead = Visit.state == VisitState.CONFIRMED, func.lower(Visit.stay) > today()
    visit = session.scalar(select(Visit).where(*ahead).order_by(Visit.stay, Visit.id).limit(1))
    if visit is not None:  # a programme of a few people may have none
        there = {"farm_id": visit.farm_id, "commune": visit.farm.commune}
        session.add(announced(day=visit.arrival, visit_id=visit.id, **there, **ON_A_FARM))
    session.flush()


Said = tuple[int, dict[str, dict[str, int]]]
"""How many answered, and how often each answer was given."""


def let_speak(session: Session, gathering: Gathering, by_telephone: Said, on_paper: Said) -> None:
    """Let some have answered by telephone in the hall, and more on paper."""
    told = {"gathering_id": gathering.id, "grid": VILLAGE_GRID, "voices": 0, "answers": {}}
    evening = datetime.combine(gathering.day, time(22), PARIS)
    for way, (voices, answers), typed_at in (
        (VoiceWay.DEVICES, by_telephone, None),
        (VoiceWay.SHEETS, on_paper, evening),
    ):
        row = VillageVoice(way=way, typed_at=typed_at, **told)
        row.add(voices, answers)
        session.add(row)


def announced(**facts: object) -> Gathering:
    """Return a gathering of which everybody could read some weeks before."""
    made = Gathering(state=GatheringState.ANNOUNCED, **facts)
    told = min(made.day - TOLD_BEFORE, today() - timedelta(days=1))
    made.announced_at = datetime.combine(told, time(10), PARIS)
    return made
