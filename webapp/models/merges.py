"""Two files of the same people made one by hand, and what is needed to part them again."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.parties import Party
    from webapp.models.users import User


class Merge(Base):
    """One file was put into another; both are as before once it is undone."""

    __tablename__ = "merges"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    before: Mapped[str] = mapped_column(Encrypted("merges.before"))
    """How both files were, as `services.parties.merge_undo` writes and reads it."""

    kept: Mapped["Party"] = relationship(foreign_keys=[kept_id])
    merged: Mapped["Party"] = relationship(foreign_keys=[merged_id])
    by: Mapped["User"] = relationship()
