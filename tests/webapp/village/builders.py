"""Gatherings with sensible defaults: a test names only what it is about."""

from datetime import time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import CARENTAN, a_visit
from webapp.ground.clock import now, today
from webapp.models import (
    VILLAGE_GRID,
    VILLAGE_GRIDS,
    Gathering,
    GatheringState,
    VillageVoice,
    Visit,
    VisitState,
)
from webapp.services.village import voices


def a_gathering(db: Session, days: int = 9, **given: Any) -> Gathering:
    """A gathering in a commune of which everybody may read, some days from today."""
    defaults = {
        "title": "La ferme ouvre sa porte",
        "words": "Une visite, un verre.",
        "day": today() + timedelta(days=days),
        "starts": time(18),
        "ends": time(20, 30),
        "commune": CARENTAN["commune"],
        "venue": "Salle des fêtes",
        "state": GatheringState.ANNOUNCED,
    }
    made = Gathering(**{**defaults, **given})
    if made.state is GatheringState.ANNOUNCED:
        made.announced_at = made.announced_at or now()
    db.add(made)
    db.flush()
    return made


def a_certain_visit(db: Session, **given: Any) -> Visit:
    """A visit to come to which both sides have said yes."""
    return a_visit(db, **{"state": VisitState.CONFIRMED, **given})


def on_a_farm(db: Session, visit: Visit | None = None, **given: Any) -> Gathering:
    """A gathering during a visit, of which its farm is asked."""
    visit = visit or a_certain_visit(db)
    where = {"visit_id": visit.id, "farm": visit.farm, "commune": visit.farm.commune}
    ask = {"state": GatheringState.ASKED, "day": visit.arrival, "venue": None}
    return a_gathering(db, **{**where, **ask, **given})


def one_asked_by_telephone(db: Session, telephones: int = 1, **given: Any) -> Gathering:
    """A gathering of yesterday at which telephones said "no"; its page asks until midnight."""
    made = a_gathering(db, **{"days": -1, "starts": time(0), "ends": time(23, 59), **given})
    for _telephone in range(telephones):
        voices.hear(db, made, {"again": "no"})
    return made


def some_voices(
    db: Session, gathering: Gathering | None = None, sheets: int = 12, **given: Any
) -> VillageVoice:
    """Sheets of yesterday's gathering, typed in: nobody left anything out."""
    gathering = gathering or a_gathering(db, days=-1, **given)
    answers = {
        question: {choices[0]: sheets} for question, choices in VILLAGE_GRIDS[VILLAGE_GRID].items()
    }
    return voices.type_in(db, gathering, sheets, answers)
