"""Who looks after an association that has nobody of its own."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.users import User


class StandIn(Base):
    """A coordinator who looks after an association's visits until one of its own comes in."""

    __tablename__ = "stand_ins"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)

    user: Mapped["User"] = relationship()
