"""How a round did, by what was said when it was opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from webapp.ground.clock import now
from webapp.models import FollowUp, FollowUpState, MatchingRound, Side, Visit, VisitState
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.engine import ids
from webapp.services.rounds.result import read_result

LATELY: Final = timedelta(days=92)
"""So long a committee reads how a round did."""
SHORT: Final = (defer(MatchingRound.problem), defer(MatchingRound.asked))
"""Without what is megabytes of each."""


@dataclass(frozen=True)
class Mark:
    """How many there are of those who could be; whoever is not known to be is not left out."""

    criterion: str
    counted: int
    among: int


@dataclass(frozen=True)
class Grid:
    """By what a round was to be judged, and how it did.

    Parameters
    ----------
    until
        When another took its place; none: it is the present one.
    why
        Why it did.
    """

    marks: list[Mark]
    until: datetime | None = None
    why: str = ""


def marks(
    session: Session, of_round: MatchingRound, chosen: Sequence[str] | None = None
) -> list[Mark]:
    """Return how a round did as of now, by each criterion that was chosen for it, or by others."""
    codes = [each for each in (of_round.judged_by if chosen is None else chosen) if each in COUNTS]
    if not codes:
        return []
    visits = session.scalars(select(Visit).where(Visit.round_id == of_round.id)).all()
    return [Mark(code, *COUNTS[code](session, of_round, visits)) for code in codes]


def grids(session: Session, of_round: MatchingRound) -> list[Grid]:
    """Return how a round did by all that it was to be judged by, the present grid first."""
    before = [
        Grid(
            marks(session, of_round, each["by"]),
            datetime.fromisoformat(each["until"]),
            each["why"],
        )
        for each in reversed(of_round.judged_before)
    ]
    return [Grid(marks(session, of_round)), *before]


def lately(session: Session) -> list[tuple[MatchingRound, list[Grid]]]:
    """Return the rounds of which visits were proposed within `LATELY`, as they were to be judged.

    The latest first.
    """
    sent = MatchingRound.published_at >= now() - LATELY
    query = select(MatchingRound).where(sent).options(*SHORT)
    found = session.scalars(query.order_by(MatchingRound.published_at.desc()))
    return [(each, grids(session, each)) for each in found if each.judged_by]


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
