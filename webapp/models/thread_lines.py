"""Short messages between the guests, the farm and the association of one visit."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken
from webapp.models.states import Side

if TYPE_CHECKING:
    from webapp.models.users import User
    from webapp.models.visits import Visit


class Writer(StrEnum):
    """Who writes in a thread."""

    PARTY = "party"
    FARM = "farm"
    ASSOCIATION = "association"


class ThreadLine(Base):
    """One message: words as they were written, or a ready sentence that each reads in their own.

    What a side reports is read by the association alone from then on.
    """

    __tablename__ = "thread_lines"
    __table_args__ = (
        CheckConstraint("num_nonnulls(words, card) = 1", name="one_content"),
        CheckConstraint("num_nonnulls(reported_at, reported_by) <> 1", name="reported_by_a_side"),
        CheckConstraint("settled_at IS NULL OR reported_at IS NOT NULL", name="settled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    writer: Mapped[Writer] = mapped_column(state_column(Writer))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who of the association wrote it."""
    language: Mapped[str]
    """In which page it was written: that of the original."""
    words: Mapped[str | None] = mapped_column(Encrypted("thread_lines.words"))
    card: Mapped[str | None]
    """Which ready sentence it is."""
    at: Mapped[datetime] = mapped_column(default=now)
    party_read_at: Mapped[datetime | None]
    farm_read_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    reported_by: Mapped[Side | None] = mapped_column(state_column(Side))
    settled_at: Mapped[datetime | None]
    """When somebody of the association saw to what was reported."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    visit: Mapped["Visit"] = relationship()

    @property
    def is_shown(self) -> bool:
        """Whether the sides read it: what was reported, neither does."""
        return self.reported_at is None

    def is_unread_by(self, side: Side) -> bool:
        """Whether a side has still to read it."""
        read = self.party_read_at if side is Side.PARTY else self.farm_read_at
        return self.writer != side.value and read is None and self.is_shown

    def read(self, side: Side) -> None:
        """Record that a side has it before its eyes."""
        if side is Side.PARTY:
            self.party_read_at = self.party_read_at or now()
        else:
            self.farm_read_at = self.farm_read_at or now()

    def report(self, side: Side) -> None:
        """Put it before the association; one's own, or the association's, is no matter for it."""
        others = Writer.FARM if side is Side.PARTY else Writer.PARTY
        if self.writer is not others or self.reported_at is not None:
            raise RuleBroken("changed-meanwhile")
        self.reported_at, self.reported_by = now(), side

    def settle(self, by: "User") -> None:
        """Record that the association saw to what was reported."""
        if self.reported_at is None or self.settled_at is not None:
            raise RuleBroken("changed-meanwhile")
        self.settled_at, self.settled_by_id = now(), by.id
