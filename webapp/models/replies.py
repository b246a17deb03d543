"""What people write: a text message from a number that a file has, or a wish from their page."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.users import User
    from webapp.models.visits import Visit


class Correction(StrEnum):
    """What became of a wish to have something corrected or erased."""

    CORRECTED = "corrected"
    NOT_POSSIBLE = "not-possible"


class Reply(Base):
    """A text message of a party, until it is done what it asks, or a caseworker has read it.

    Or what they asked from their page to have corrected, until a caseworker has told them what was
    done: reading it is not enough.
    """

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="SET NULL"), index=True
    )
    """The visit that it answers, or the one that stands; none where that is not sure."""
    digest: Mapped[str] = mapped_column(unique=True)
    """Of what its gateway calls it: a call that comes twice is one text."""
    words: Mapped[str] = mapped_column(Encrypted("replies.words"))
    at: Mapped[datetime] = mapped_column(default=now)
    meaning: Mapped[str | None]
    """What was done by it, where it was sure: an answer, or `stop`."""
    read_at: Mapped[datetime | None]
    """When a caseworker read it, or answered a wish; what was understood needs no reader."""
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asks_correction: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[Correction | None] = mapped_column(state_column(Correction))
    ready: Mapped[str | None]
    """What who asked reads of it in their own language: one of `CORRECTION_ANSWERS`."""
    answered: Mapped[str | None] = mapped_column(Encrypted("replies.answered"))
    """What who asked reads of it, in the association's words."""

    party: Mapped["Party"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    read_by: Mapped["User | None"] = relationship()

    @property
    def waits(self) -> bool:
        """Whether somebody has to read it, or to answer it."""
        return self.meaning is None and self.read_at is None

    def read(self, by: "User") -> None:
        """Record that a caseworker has read it."""
        self.read_at, self.read_by_id = self.read_at or now(), by.id

    def answer(self, by: "User", outcome: Correction, words: str, ready: str = "") -> None:
        """Record what became of a wish, and what they are told."""
        self.read(by)
        self.outcome, self.answered, self.ready = outcome, words or None, ready or None
