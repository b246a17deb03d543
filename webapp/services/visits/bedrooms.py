"""Other rooms for the guests of a visit, chosen by a person where they fit."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import HOLDING, Side, Visit, VisitState
from webapp.services.engine import lodging
from webapp.services.records import audit
from webapp.services.visits import consent, proposing

AHEAD = {VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.UNDER_WAY}


def choose(session: Session, visit: Visit, rooms: list[list[int]]) -> list[Visit]:
    """Give the guests of a visit other rooms; whoever comes to share one is told (`consent`).

    Returns
    -------
    list[Visit]
        Those whose guests have said yes, and are asked whether it still suits them.

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
    with seeing_everyone(session):
        before = _changed_for(session, visit)
        lodging.choose_rooms(session, visit, rooms)
        after = _changed_for(session, visit)
    audit.record(session, "visit.rooms-chosen", visit)
    return [each for each, changed in after.items() if set(changed) - set(before[each])]


def _changed_for(session: Session, visit: Visit) -> dict[Visit, tuple[str, ...]]:
    """Return what has changed since their yes, for the guests of every visit of a slot."""
    held = select(Visit).where(Visit.slot_id == visit.slot_id, Visit.state.in_(HOLDING))
    visits = session.scalars(held.order_by(Visit.id)).all()
    return {each: consent.changed_since_yes(session, each, Side.PARTY) for each in visits}
