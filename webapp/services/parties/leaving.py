"""A party leaves the programme."""

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Party, Side, VisitState
from webapp.services.visits import places, stays


def leave(session: Session, party: Party, outcome: str) -> None:
    """Record a departure and what became of the party; the visits still to come are cancelled.

    Raises
    ------
    RuleBroken
        While the party is on a visit, or when it was given another one at this very moment.
    """
    locked = {visit.slot_id for visit in party.visits if visit.holds}
    places.lock(session, [party.id], locked)
    session.refresh(party, ["visits"])
    held = [visit for visit in party.visits if visit.holds]
    if any(visit.state is VisitState.UNDER_WAY for visit in held):
        raise RuleBroken("party-is-away")
    for visit in held:
        if visit.slot_id not in locked:
            raise RuleBroken("not-from-this-state")
        stays.cancel(session, visit, Side.PARTY, "other")
    party.leave(outcome)
