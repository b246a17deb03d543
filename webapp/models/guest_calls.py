"""Calls that the programme owes to guests whose farm was stopped, until somebody has made them."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.users import User
    from webapp.models.visits import Visit


class GuestCall(Base):
    """The guests of one visit are to be called; whoever has done so says it."""

    __tablename__ = "guest_calls"
    __table_args__ = (
        Index(
            "uq_guest_calls_one_waits",
            "visit_id",
            unique=True,
            postgresql_where=text("made_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    visit: Mapped["Visit"] = relationship()
    made_by: Mapped["User | None"] = relationship()

    def make(self, by: "User") -> None:
        """Record who has called them."""
        self.made_at, self.made_by_id = now(), by.id
