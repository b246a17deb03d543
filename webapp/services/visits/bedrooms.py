"""Other rooms for the guests of a visit, chosen by a person where they fit."""

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Visit, VisitState
from webapp.services.engine import lodging
from webapp.services.records import audit
from webapp.services.visits import proposing

AHEAD = {VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.UNDER_WAY}


def choose(session: Session, visit: Visit, rooms: list[list[int]]) -> None:
    """Give the guests of a visit other rooms; whoever comes to share one is told (`consent`).

    Parameters
    ----------
    rooms
        As `Visit.rooms`.

    Raises
    ------
    RuleBroken
        When they cannot sleep there beside the others, or the visit is over.
    """
    proposing.lock(session, visit)
    if visit.state not in AHEAD:
        raise RuleBroken("rooms-do-not-fit")
    lodging.choose_rooms(session, visit, rooms)
    audit.record(session, "visit.rooms-chosen", visit)
