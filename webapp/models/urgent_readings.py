"""Files read in an emergency by somebody whose they are not: with a reason, and for an hour."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.users import User

OPEN_FOR: Final = timedelta(hours=1)


class UrgentReading(Base):
    """One file opened to one person, until an instant; its association is told at once."""

    __tablename__ = "urgent_readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str | None] = mapped_column(Encrypted("urgent_readings.reason"))
    """Why, in the reader's words."""
    opened_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime] = mapped_column(default=lambda: now() + OPEN_FOR)

    seen_at: Mapped[datetime | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who of its association has looked at why it was read."""

    party: Mapped["Party"] = relationship()
    user: Mapped["User"] = relationship(foreign_keys=[user_id])
    seen_by: Mapped["User | None"] = relationship(foreign_keys=[seen_by_id])

    @property
    def is_open(self) -> bool:
        """Whether the file may be read still."""
        return now() < self.until

    def see(self, by: "User") -> None:
        """Record that somebody of its association has looked at it."""
        self.seen_at, self.seen_by_id = now(), by.id
