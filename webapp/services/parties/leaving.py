"""A party leaves the programme, or comes back into it."""

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Party, Side, VisitState
from webapp.services.parties import companions
from webapp.services.records import audit
from webapp.services.visits import places, stays

BY_MISTAKE = "by-mistake"
"""The outcome of a file that should never have been: nobody left, so nobody cancelled either."""


def leave(session: Session, party: Party, outcome: str) -> None:
    """Record a departure and what became of the party.

    Visits still to come are cancelled, both sides told; its companions travel without it.

    Parameters
    ----------
    outcome
        A code of `vocabulary.OUTCOMES`.

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
    by, why = (None, BY_MISTAKE) if outcome == BY_MISTAKE else (Side.PARTY, "left")
    for visit in held:
        if visit.slot_id not in locked:
            raise RuleBroken("not-from-this-state")
        stays.cancel(session, visit, by, why)
    companions.separate(session, party)
    party.leave(outcome)
    audit.record(session, "party.left", party, outcome=outcome, cancelled=len(held))


def come_back(session: Session, party: Party) -> None:
    """Take a party into the programme again; what was cancelled stays so."""
    party.come_back()
    audit.record(session, "party.came-back", party)
