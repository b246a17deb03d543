"""A party leaves the programme, or comes back into it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Party, Seat, Side, Visit, VisitState
from webapp.services.parties import companions
from webapp.services.records import audit
from webapp.services.visits import places, stays
from webapp.services.workshops import seats

BY_MISTAKE = "by-mistake"
"""The outcome of a file that should never have been: nobody left, so nobody cancelled either."""


def expected_visits(party: Party) -> list[Visit]:
    """Return the visits that a departure cancels."""
    return [visit for visit in party.visits if visit.holds]


def as_read(visits: Sequence[Visit]) -> str:
    """Return by what visits are known again: a departure cancels those that were read."""
    return " ".join(str(visit.id) for visit in sorted(visits, key=lambda each: each.id))


def leave(
    session: Session,
    party: Party,
    outcome: str,
    *,
    read: str | None = None,
    left_alone: bool = False,
) -> None:
    """Record a departure and what became of the party.

    Visits still to come are cancelled, both sides told; its places at workshops go to the next in
    line; its companions travel without it.

    Parameters
    ----------
    outcome
        A code of `vocabulary.OUTCOMES`.
    read
        The visits that whoever decides has read of, as `as_read` writes them.
    left_alone
        Whether they asked not to be contacted any more: nothing is asked of them after their
        visits.

    Raises
    ------
    RuleBroken
        While the party is on a visit, or when it was given another one meanwhile.
    """
    locked = {visit.slot_id for visit in expected_visits(party)}
    places.lock(session, [party.id], locked)
    session.refresh(party, ["visits"])
    held = expected_visits(party)
    if read is not None and read != as_read(held):
        raise RuleBroken("changed-meanwhile")
    if any(visit.state is VisitState.UNDER_WAY for visit in held):
        raise RuleBroken("party-is-away")
    by, why = (None, BY_MISTAKE) if outcome == BY_MISTAKE else (Side.PARTY, "left")
    for visit in held:
        if visit.slot_id not in locked:
            raise RuleBroken("not-from-this-state")
        stays.cancel(session, visit, by, why)
    companions.separate(session, party)
    seats.give_up(session, Seat.party_id == party.id)
    party.leave(outcome, left_alone=left_alone)
    audit.record(session, "party.left", party, outcome=outcome, cancelled=len(held))


def come_back(session: Session, party: Party) -> None:
    """Take a party into the programme again; what was cancelled stays so."""
    if party.merged_into_id is not None:
        raise RuleBroken("merged-already")
    party.come_back()
    audit.record(session, "party.came-back", party)
