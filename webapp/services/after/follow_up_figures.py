"""What became of those who were followed up, counted by the months after their visits."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MONTHS, UNKNOWN, FollowUp, Side, Visit
from webapp.services.after import follow_ups
from webapp.services.after.feedback import TOOK_PLACE


@dataclass(frozen=True)
class Figures:
    """What became of one side so many months after.

    Parameters
    ----------
    visits
        The visits that took place and whose day has come: of whom every share is taken.
    states
        How many follow-ups stand in each state; the rest was never made.
    outcomes
        How often each was told, *unknown* by whoever said so; see `unknown` for all of them.
    """

    months: int
    visits: int
    states: Counter[str]
    outcomes: Counter[str]

    @property
    def unknown(self) -> int:
        """Of how many visits it is not known what became of this side, for whichever reason."""
        return self.visits - sum(self.outcomes.values()) + self.outcomes[UNKNOWN]

    @property
    def never_made(self) -> int:
        """Of how many visits nobody has begun to follow up."""
        return self.visits - self.states.total()


def figures(session: Session, side: Side) -> list[Figures]:
    """Return what became of one side, by the months after the visits."""
    come = Counter(row.months for row in session.execute(follow_ups.days_come()))
    query = (
        select(FollowUp.months, FollowUp.state, FollowUp.outcome)
        .join(FollowUp.visit)
        .where(FollowUp.side == side, Visit.state.in_(TOOK_PLACE))
    )
    rows = session.execute(query).all()
    return [
        Figures(
            months,
            visits=come[months],
            states=Counter(row.state.value for row in rows if row.months == months),
            outcomes=Counter(row.outcome for row in rows if row.months == months and row.outcome),
        )
        for months in MONTHS
    ]
