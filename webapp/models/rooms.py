"""The rooms of a farm."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.farms import Farm


class Room(Base):
    """A room for guests: its beds, and whether it can be locked."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    beds: Mapped[int] = mapped_column(Integer, CheckConstraint("beds BETWEEN 1 AND 6", name="beds"))
    """At most six a room, the norm for seasonal workers."""
    lockable: Mapped[bool] = mapped_column(default=False)

    farm: Mapped["Farm"] = relationship(back_populates="rooms")
