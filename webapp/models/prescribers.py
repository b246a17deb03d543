"""Prescribers: who may prescribe an immersion, and the paper by which they may."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.users import User


class Prescriber(Base):
    """A body that prescribes immersions, under a delegation or a right that ends.

    The paper is looked at and never kept: who saw it, and when, is.
    """

    __tablename__ = "prescribers"
    __table_args__ = (CheckConstraint("valid_from <= valid_until", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    """One of `vocabulary.PRESCRIBER_KINDS`."""
    address: Mapped[str] = mapped_column(default="")
    signatory: Mapped[str] = mapped_column(Encrypted("prescribers.signatory"))
    """Who signs for it."""
    email: Mapped[str] = mapped_column(Encrypted("prescribers.email"))
    number: Mapped[str]
    """Of the delegation, or of the agreement by which it may."""
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    seen_at: Mapped[datetime] = mapped_column(default=now)

    seen_by: Mapped["User"] = relationship()

    @property
    def paper(self) -> tuple[str, date, date]:
        """What stands on the paper that was seen."""
        return self.number, self.valid_from, self.valid_until

    def covers(self, first: date, last: date) -> bool:
        """Whether it may prescribe on all of these days."""
        return self.valid_from <= first and last <= self.valid_until
