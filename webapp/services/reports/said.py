"""What people said of each visit, and when: again, what became of them, and why nobody came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS
from webapp.models import (
    AbsenceReview,
    Assessment,
    FarmAssessment,
    Fault,
    Feedback,
    FollowUp,
    MissedWord,
    Phase,
    Relationship,
    Side,
    Visit,
    VisitState,
    fault_of,
)
from webapp.models.assessments import BEGINS, PRESENT_FARM_GRID, PRESENT_GRID
from webapp.services.after.comparing import changed
from webapp.services.farms import assessments as of_farms
from webapp.services.parties import assessments

AGAIN: Final = {Side.PARTY: "again", Side.FARM: "receive-again"}
"""The question of each side's feedback that asks whether it would do it again."""


@dataclass(frozen=True)
class MissedFact:
    """What was said of a visit to which nobody came, each with the day from which it is known."""

    causes: Mapping[Side, tuple[date, str]] = field(default_factory=dict)
    """What a side says of why."""
    contested_on: date | None = None
    """When the people said that what is noted is not right, if they still do."""
    talked_on: date | None = None
    """When the people who did not come were talked with."""

    def fault(self, on: date) -> Fault:
        """As whose fault it is counted, by what had been said on a day."""
        known = {side: cause for side, (day, cause) in self.causes.items() if day <= on}
        contested = self.contested_on is not None and self.contested_on <= on
        talked = self.talked_on is not None and self.talked_on <= on
        return fault_of(known, contested=contested, talked=talked)


NOTHING_SAID: Final = MissedFact()


def again(session: Session) -> dict[int, dict[Side, tuple[date, str]]]:
    """Return by visit what each side answered to whether it would do it again."""
    found: dict[int, dict[Side, tuple[date, str]]] = defaultdict(dict)
    query = select(Feedback.visit_id, Feedback.side, Feedback.answers, Feedback.given_at)
    for row in session.execute(query.where(Feedback.given_at.is_not(None))):
        if row.given_at and (said := row.answers.get(AGAIN[row.side])):
            found[row.visit_id][row.side] = row.given_at.astimezone(PARIS).date(), said
    return found


def outcomes(session: Session) -> dict[int, dict[int, tuple[date, str]]]:
    """Return by visit and month what became of the guests."""
    found: dict[int, dict[int, tuple[date, str]]] = defaultdict(dict)
    columns = FollowUp.visit_id, FollowUp.months, FollowUp.reached_on, FollowUp.outcome
    for row in session.execute(select(*columns).where(FollowUp.side == Side.PARTY)):
        if row.reached_on and row.outcome:
            found[row.visit_id][row.months] = row.reached_on, row.outcome
    return found


def contacts(session: Session) -> dict[int, date]:
    """Return by visit when both sides had said yes to staying in contact."""
    said = Relationship.party_said_at, Relationship.farm_said_at
    query = select(Relationship.visit_id, func.greatest(*said).label("opened"))
    both = (each.is_not(None) for each in said)
    rows = session.execute(query.where(*both))
    return first((row.visit_id, row.opened.astimezone(PARIS).date()) for row in rows)


def missed(session: Session) -> dict[int, MissedFact]:
    """Return by visit what was said of why nobody came; of an earlier absence nothing is meant."""
    no_show = Visit.state == VisitState.NO_SHOW
    talk = (AbsenceReview.visit_id == Visit.id) & (Visit.ended_by == Side.PARTY)
    talks = select(Visit.id, AbsenceReview.talked_on).join(AbsenceReview, talk).where(no_show)
    talked = {row.id: row.talked_on for row in session.execute(talks)}
    words = MissedWord.visit_id, MissedWord.side, MissedWord.cause
    when = MissedWord.said_at, MissedWord.contested_at
    meant = func.greatest(*when) >= func.coalesce(Visit.ended_at, func.greatest(*when))
    query = select(*words, *when).join(Visit, Visit.id == MissedWord.visit_id).where(no_show, meant)
    causes: dict[int, dict[Side, tuple[date, str]]] = defaultdict(dict)
    contested: dict[int, date] = {}
    for row in session.execute(query):
        if row.said_at and row.cause:
            causes[row.visit_id][row.side] = _day(row.said_at), row.cause
        if row.contested_at:
            contested[row.visit_id] = _day(row.contested_at)
    return {
        each: MissedFact(causes.get(each, {}), contested.get(each), talked.get(each))
        for each in {*talked, *causes, *contested}
    }


Changes = dict[int, dict[Phase, tuple[date, dict[str, str]]]]


def changes(session: Session) -> Changes:
    """Return by person and phase how their answers compare with those before, and their day."""
    return _compared(assessments.by_phase(session), PRESENT_GRID)


def farm_changes(session: Session) -> Changes:
    """Return the same by farm."""
    return _compared(of_farms.by_phase(session), PRESENT_FARM_GRID)


def _compared(
    told: Mapping[Phase, Mapping[int, Assessment | FarmAssessment]], grid: str
) -> Changes:
    """Compare the answers of whoever answered the same version of the grid both times."""
    found: Changes = defaultdict(dict)
    for phase in BEGINS:
        for number, later in told[phase].items():
            before = told[Phase.BEFORE].get(number)
            if before is not None and before.grid == later.grid:
                compared = changed(grid, before.answers, later.answers)
                found[number][phase] = later.answered_on, compared
    return found


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def first(days: Iterable[tuple[int, date]]) -> dict[int, date]:
    """Return the first day of each number."""
    found: dict[int, date] = {}
    for number, day in days:
        found[number] = min(day, found.get(number, day))
    return found
