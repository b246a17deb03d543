"""Follow-up: what became of it 1, 3, 6 and 12 months after a visit, and who was asked in vain."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import today
from webapp.ground.database import Base, state_column
from webapp.ground.errors import RuleBroken
from webapp.models.states import Side, passage

if TYPE_CHECKING:
    from webapp.models.users import User
    from webapp.models.visits import Visit

MONTHS: Final = (1, 3, 6, 12)
LOST_AFTER: Final = 3
"""So many attempts in vain..."""
LOST_OVER: Final = timedelta(days=21)
"""...the first so long before the last, and a side counts as lost; it may be reached later."""

UNKNOWN: Final = "unknown"
OUTCOMES: Final = (
    "durable-job", "transition-job", "positive-exit", "farm-contact", "second-stay", "moved",
    "other", UNKNOWN,
)  # fmt: skip
"""What became of it, as structures of insertion count it, with our own; *unknown* always counts."""
CORRECTED_FOR: Final = timedelta(days=7)
"""So long a side may put right what it has told itself; never what the association noted."""
OWN_WAYS: Final = ("link", "portal")
"""How a side tells by itself."""
WAYS: Final = ("call", "message", "meeting")
"""How somebody of the association tries to reach a side."""
PROOFS: Final = ("said", "seen")
"""On what an outcome stands: what was said, or a paper that was looked at and not copied."""


class FollowUpState(StrEnum):
    """How far a follow-up has come."""

    DUE = "due"
    ATTEMPTED = "attempted"
    REACHED = "reached"
    LOST = "lost"


class FollowUp(Base):
    """One side of a visit is asked what became of it, some months after."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("visit_id", "side", "months"),
        CheckConstraint("months IN (1, 3, 6, 12)", name="months"),
        CheckConstraint("(state = 'reached') = (outcome IS NOT NULL)", name="reached"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(state_column(Side))
    months: Mapped[int]
    due_on: Mapped[date]
    state: Mapped[FollowUpState] = mapped_column(
        state_column(FollowUpState), default=FollowUpState.DUE
    )
    outcome: Mapped[str | None]
    proof: Mapped[str | None]
    told_by: Mapped[str | None]
    """One of `OWN_WAYS`, or how the association reached them (`WAYS`)."""
    reached_on: Mapped[date | None]

    visit: Mapped["Visit"] = relationship()
    attempts: Mapped[list["FollowUpAttempt"]] = relationship(
        order_by="FollowUpAttempt.on, FollowUpAttempt.id", passive_deletes=True
    )

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to be reached."""
        return self.state in {FollowUpState.DUE, FollowUpState.ATTEMPTED}

    @property
    def may_be_told(self) -> bool:
        """Whether the side itself may tell, or put right what it told some days ago."""
        if self.state is not FollowUpState.REACHED or self.reached_on is None:
            return True
        return self.told_by in OWN_WAYS and today() <= self.reached_on + CORRECTED_FOR

    def attempt(self, how: str, on: date, by: "User") -> None:
        """Record that a side was not reached; after some, over some weeks, it is lost."""
        may = {FollowUpState.DUE, FollowUpState.ATTEMPTED, FollowUpState.LOST}
        passage(self.state, may, FollowUpState.ATTEMPTED)
        self._check_day(on)
        self.attempts.append(FollowUpAttempt(how=how, on=on, by_id=by.id))
        days = [each.on for each in self.attempts]
        lost = len(days) >= LOST_AFTER and max(days) - min(days) >= LOST_OVER
        was_lost = self.state is FollowUpState.LOST
        self.state = FollowUpState.LOST if lost or was_lost else FollowUpState.ATTEMPTED

    def reach(self, outcome: str, told_by: str, on: date, proof: str = "said") -> None:
        """Keep what became of it; what was said before can be put right."""
        self._check_day(on)
        if outcome not in OUTCOMES or proof not in PROOFS:
            raise RuleBroken("answer-missing")
        self.state, self.outcome, self.proof = FollowUpState.REACHED, outcome, proof
        self.told_by, self.reached_on = told_by, on

    def _check_day(self, on: date) -> None:
        if not self.due_on <= on <= today():
            raise RuleBroken("followed-up-on-another-day")


class FollowUpAttempt(Base):
    """That somebody of the association tried to reach a side, and did not."""

    __tablename__ = "follow_up_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(
        ForeignKey("follow_ups.id", ondelete="CASCADE"), index=True
    )
    how: Mapped[str]
    on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    by: Mapped["User"] = relationship()
