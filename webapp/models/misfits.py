"""Misfits: what stands against a visit that was agreed on, since something changed."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.visits import Visit


class Misfit(Base):
    """A rule that a standing visit breaks since something changed, until it fits again or is over.

    `kept_reason` says why it goes on all the same, in the words of whoever decided so.
    """

    __tablename__ = "misfits"
    __table_args__ = (UniqueConstraint("visit_id", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str]
    """A code of the engine's rules on pairs and groups, or of `services.engine.fitting`."""
    since: Mapped[datetime] = mapped_column(default=now)
    kept_reason: Mapped[str | None] = mapped_column(Encrypted("misfits.kept_reason"))
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    visit: Mapped["Visit"] = relationship(back_populates="misfits")
