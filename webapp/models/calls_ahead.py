"""The call before arrival: the association makes sure that guests know how they travel."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from webapp.ground.clock import now

if TYPE_CHECKING:
    from webapp.models.users import User


class CalledAhead:
    """Whether somebody of the association has called the guests before they set out."""

    called_ahead_at: Mapped[datetime | None]
    called_ahead_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @declared_attr
    def called_ahead_by(cls) -> Mapped["User | None"]:  # noqa: N805 (SQLAlchemy's own way)
        """Who called them."""
        return relationship("User", foreign_keys=[cls.called_ahead_by_id])  # type: ignore[list-item]

    def call_ahead(self, by: "User") -> None:
        """Record who has called them, once."""
        if self.called_ahead_at is None:
            self.called_ahead_at, self.called_ahead_by = now(), by

    def take_back_call(self) -> None:
        """Record that nobody has, after all."""
        self.called_ahead_at = self.called_ahead_by = None
