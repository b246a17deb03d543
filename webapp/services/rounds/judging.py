"""How a round did, by what was said when it was opened."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from webapp.ground.clock import now, today
from webapp.ground.database import seeing_everyone
from webapp.models import (
    Assessment,
    FarmAssessment,
    FollowUp,
    FollowUpState,
    MatchingRound,
    Person,
    Phase,
    Side,
    Visit,
    VisitState,
)
from webapp.models.assessments import PRESENT_FARM_GRID, PRESENT_GRID
from webapp.models.persons import ADULT_AGE
from webapp.services.after.feedback import TOOK_PLACE
from webapp.services.engine import ids
from webapp.services.records import parts
from webapp.services.rounds.result import read_result

LATELY: Final = timedelta(days=92)
"""So long a committee reads how a round did."""
SHORT: Final = (defer(MatchingRound.problem), defer(MatchingRound.asked))
"""Without what is megabytes of each."""


Count = Callable[[Session, MatchingRound, Sequence[Visit]], tuple[int, int]]
WENT: Final = (*TOOK_PLACE, VisitState.ENDED_EARLY)
"""The states of a visit that is over, be it before its last day."""


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
    return sum(visit.state in WENT for visit in visits), len(visits)


def _heard_from(
    session: Session, _round: MatchingRound, visits: Sequence[Visit]
) -> tuple[int, int]:
    """Count those whose guests were reached a month later, of all of which they are to be."""
    followed = [visit.id for visit in visits if visit.state in TOOK_PLACE]
    of_guests = FollowUp.visit_id.in_(followed), FollowUp.side == Side.PARTY
    reached = FollowUp.months == 1, FollowUp.state == FollowUpState.REACHED
    found = session.scalars(select(FollowUp.visit_id).where(*of_guests, *reached))
    return len(set(found)), len(followed)


def _adults_answered(grid: str) -> Count:
    """Count the adults of its visits who answered a version of the questions before and after."""

    def count(session: Session, _round: MatchingRound, visits: Sequence[Visit]) -> tuple[int, int]:
        theirs = Person.party_id.in_(_went(visits, lambda visit: visit.party_id))
        adults = theirs, Person.birth_year <= today().year - ADULT_AGE
        among = set(session.scalars(select(Person.id).where(*adults)))
        said = select(Assessment.person_id, Assessment.phase).where(Assessment.grid == grid)
        both = _both(session.execute(said.where(Assessment.person_id.in_(among))))
        return len(both), len(among)

    return count


def _farms_answered(grid: str) -> Count:
    """Count the farms of its visits that answered a version of the questions before and after."""

    def count(session: Session, _round: MatchingRound, visits: Sequence[Visit]) -> tuple[int, int]:
        among = _went(visits, lambda visit: visit.farm_id)
        said = select(FarmAssessment.farm_id, FarmAssessment.phase)
        asked = FarmAssessment.grid == grid, FarmAssessment.farm_id.in_(among)
        with seeing_everyone(session):  # what a farm says is no association's, that it did is
            found = session.execute(said.where(*asked)).all()
        return len(_both(found)), len(among)

    return count


def _went(visits: Sequence[Visit], number: Callable[[Visit], int]) -> set[int]:
    return {number(visit) for visit in visits if visit.state in WENT}


def _both(said: Iterable[Any]) -> set[int]:
    """Return who answered before, and at least once after."""
    phases: dict[int, set[Phase]] = {}
    for number, phase in said:
        phases.setdefault(number, set()).add(phase)
    return {each for each, told in phases.items() if Phase.BEFORE in told and len(told) > 1}


GRIDS: Final[dict[str, Count]] = {
    PRESENT_GRID: _adults_answered(PRESENT_GRID),
    PRESENT_FARM_GRID: _farms_answered(PRESENT_FARM_GRID),
}
"""The questions before and after, by their version: which one a round is judged by is fixed as it
is opened. A version that is asked no more stays here as long as a round was judged by it."""
COUNTS: Final[dict[str, Count]] = {
    "asked": _asked,
    "agreed": _agreed,
    "took-place": _took_place,
    "heard-from": _heard_from,
    **GRIDS,
}
"""By what a round can be judged, and how each is counted."""


def usual(session: Session) -> list[str]:
    """Return by what a round is judged without another wish: by all that the programme uses."""
    asks = parts.uses(session, "before-after")
    return [each for each in COUNTS if asks or each not in GRIDS]
