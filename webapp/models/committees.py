"""Committees: an agenda that makes itself, what is decided of each of its lines."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.errors import RuleBroken
from webapp.models.states import passage


class CommitteeState(StrEnum):
    """How far a committee has come."""

    PREPARED = "prepared"
    """Its agenda follows what is so, each time it is looked at."""
    MEETING = "meeting"
    """Its lines stand as they were when it began; decisions are written."""


class LineKind(StrEnum):
    """What a line of the agenda is about."""

    ROUND_TO_OPEN = "round-to-open"
    ROUND_TO_APPROVE = "round-to-approve"
    INCIDENT = "incident"
    ABSENCE = "absence"
    FARM_ENDS = "farm-ends"
    WAITING = "waiting"
    ADDED = "added"
    """Somebody put it on the agenda, in their own words."""


class Committee(Base):
    """A meeting of the programme's coordinators: at most one a day."""

    __tablename__ = "committees"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    state: Mapped[CommitteeState] = mapped_column(
        state_column(CommitteeState), default=CommitteeState.PREPARED
    )
    made_at: Mapped[datetime] = mapped_column(default=now)
    begun_at: Mapped[datetime | None]

    lines: Mapped[list["CommitteeLine"]] = relationship(
        back_populates="committee", order_by="CommitteeLine.id", cascade="all, delete-orphan"
    )

    @property
    def is_prepared(self) -> bool:
        """Whether its agenda still follows what is so."""
        return self.state is CommitteeState.PREPARED

    @property
    def is_meeting(self) -> bool:
        """Whether decisions are being written."""
        return self.state is CommitteeState.MEETING

    def add(self, title: str) -> "CommitteeLine":
        """Put something on its agenda, before it begins or while it meets."""
        passage(self.state, {CommitteeState.PREPARED, CommitteeState.MEETING}, self.state)
        line = CommitteeLine(kind=LineKind.ADDED, title=title, facts={})
        self.lines.append(line)
        return line

    def begin(self, at: datetime, lines: list["CommitteeLine"]) -> None:
        """Let the agenda stand as it is now: what the rules found, then what was added."""
        self.state = passage(self.state, {CommitteeState.PREPARED}, CommitteeState.MEETING)
        self.begun_at = at
        self.lines.extend(lines)

    def require_prepared(self) -> None:
        """Raise unless it can still be taken away."""
        if not self.is_prepared:
            raise RuleBroken("committee-has-begun")


class CommitteeLine(Base):
    """A line of an agenda: what it is about, the facts as they were, and what was decided.

    No decision stands on the line of an incident: it is written where its readers alone read it.
    """

    __tablename__ = "committee_lines"
    __table_args__ = (
        CheckConstraint("(kind = 'added') = (title IS NOT NULL)", name="title"),
        CheckConstraint("(kind = 'added') = (subject_id IS NULL)", name="subject"),
        CheckConstraint("kind <> 'incident' OR decision IS NULL", name="incident"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(
        ForeignKey("committees.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[LineKind] = mapped_column(state_column(LineKind))
    subject_id: Mapped[int | None]
    """The number of the association, round, incident, review, farm or file."""
    facts: Mapped[dict[str, Any]]
    """Codes, counts and days, as they were when the committee began."""
    title: Mapped[str | None]
    decision: Mapped[str | None]

    committee: Mapped[Committee] = relationship(back_populates="lines")

    def decide(self, decision: str) -> None:
        """Write what was decided, or write it better; nothing written: nothing was decided."""
        passage(self.committee.state, {CommitteeState.MEETING}, CommitteeState.MEETING)
        if self.kind is LineKind.INCIDENT:
            raise RuleBroken("decided-with-the-incident")
        self.decision = decision or None
