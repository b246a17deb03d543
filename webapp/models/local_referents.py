"""Local referents: volunteers near the farms, who look after a visit on the spot."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.users import User


class LocalReferent(Base):
    """Where somebody lives who looks after visits, how they are called, and when they are away."""

    __tablename__ = "local_referents"
    __table_args__ = (
        CheckConstraint(
            "(away_from IS NULL) = (away_until IS NULL) AND away_from <= away_until",
            name="away_has_both_ends",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    commune: Mapped[str]
    """INSEE code of where they live: the nearest to a farm are proposed first."""
    phone: Mapped[str | None] = mapped_column(Encrypted("local_referents.phone"))
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    """The last day on which they look after no visit."""
    is_named: Mapped[bool] = mapped_column(default=False)
    """Whether guests and farms of their visits read their first name: they have said so."""

    user: Mapped["User"] = relationship(back_populates="nearby")

    def is_away(self, first_day: date, last_day: date) -> bool:
        """Whether they are away on one of these days, both ends included."""
        if self.away_from is None or self.away_until is None:
            return False
        return self.away_from <= last_day and first_day <= self.away_until


class NoteKind(StrEnum):
    """What a local referent writes down."""

    REACHED = "reached"
    """They called to hear whether the guests have come, and somebody answered."""
    NOT_REACHED = "not-reached"
    NOTE = "note"


class VisitNote(Base):
    """A call or a note of a local referent, for the association; neither side reads it."""

    __tablename__ = "visit_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[NoteKind] = mapped_column(state_column(NoteKind))
    words: Mapped[str | None] = mapped_column(Encrypted("visit_notes.words"))

    by: Mapped["User"] = relationship()
