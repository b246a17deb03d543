"""What a farm writes to the association about a visit, and what it answers."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted
from webapp.ground.errors import RuleBroken

if TYPE_CHECKING:
    from webapp.models.visits import Visit


class FarmNote(Base):
    """A few words of a farm about a visit, until the association has seen to them.

    The guests never read them.
    """

    __tablename__ = "farm_notes"
    __table_args__ = (CheckConstraint("answer IS NULL OR seen_at IS NOT NULL", name="seen"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Encrypted("farm_notes.words"))
    at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
    """When somebody of the association saw to it."""
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str | None] = mapped_column(Encrypted("farm_notes.answer"))
    """What the farm reads of it; none: it was read, and needs no words."""

    visit: Mapped["Visit"] = relationship()

    def see_to(self, by_id: int, answer: str) -> None:
        """Record that it was read, and what the farm is told."""
        if self.seen_at is not None:
            raise RuleBroken("farm-note-seen-to")
        self.seen_at, self.seen_by_id, self.answer = now(), by_id, answer or None
