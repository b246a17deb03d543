"""How a round did, by what was said before it was run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import FollowUp, FollowUpState, MatchingRound, Side, Visit, VisitState
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.engine import ids
from webapp.services.rounds.result import read_result


@dataclass(frozen=True)
class Mark:
    """How many there are of those who could be; whoever is not known to be is not left out."""

    criterion: str
    counted: int
    among: int


def marks(session: Session, of_round: MatchingRound) -> list[Mark]:
    """Return how a round did as of now, by each criterion that was chosen for it."""
    if not of_round.judged_by:
        return []
    visits = session.scalars(select(Visit).where(Visit.round_id == of_round.id)).all()
    chosen = [code for code in of_round.judged_by if code in COUNTS]
    return [Mark(code, *COUNTS[code](session, of_round, visits)) for code in chosen]


def _asked(_session: Session, of_round: MatchingRound, visits: Sequence[Visit]) -> tuple[int, int]:
    """Count the people who were offered a visit, of all who waited for one in the round.

    Whoever was asked twice counts once. The last run no longer knows those whose visit stood.
    """
    result = read_result(of_round)
    waited = {ids.number_of(each.id): each.people for each in result.parties} if result else {}
    offered = {visit.party_id: visit.people for visit in visits}
    return sum(offered.values()), sum((waited | offered).values())


def _agreed(_session: Session, _round: MatchingRound, visits: Sequence[Visit]) -> tuple[int, int]:
    """Count the visits to which both sides said yes, of all that were proposed."""
    return sum(visit.confirmed_at is not None for visit in visits), len(visits)


def _took_place(
    _session: Session, _round: MatchingRound, visits: Sequence[Visit]
) -> tuple[int, int]:
    """Count the visits that are over, be it before their last day, of all that were proposed."""
    held = (*TOOK_PLACE, VisitState.ENDED_EARLY)
    return sum(visit.state in held for visit in visits), len(visits)


def _heard_from(
    session: Session, _round: MatchingRound, visits: Sequence[Visit]
) -> tuple[int, int]:
    """Count those whose guests were reached a month later, of all of which they are to be."""
    followed = [visit.id for visit in visits if visit.state in TOOK_PLACE]
    of_guests = FollowUp.visit_id.in_(followed), FollowUp.side == Side.PARTY
    reached = FollowUp.months == 1, FollowUp.state == FollowUpState.REACHED
    found = session.scalars(select(FollowUp.visit_id).where(*of_guests, *reached))
    return len(set(found)), len(followed)


Count = Callable[[Session, MatchingRound, Sequence[Visit]], tuple[int, int]]
COUNTS: Final[dict[str, Count]] = {
    "asked": _asked,
    "agreed": _agreed,
    "took-place": _took_place,
    "heard-from": _heard_from,
}
"""By what a round can be judged, and how each is counted."""
