"""The weeks in which a farm wishes to have no guests."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.farms import Farm


class Rest(Base):
    """Days, both ends included, whose nights a farm keeps for itself: no stay is opened there."""

    __tablename__ = "rests"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="ends_after_it_begins"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]

    farm: Mapped["Farm"] = relationship(back_populates="rests")

    def touches(self, other: "Rest") -> bool:
        """Whether no day lies between this rest and another one."""
        day = timedelta(days=1)
        return self.first_day <= other.last_day + day and other.first_day <= self.last_day + day

    def shares_a_night_with(self, arrival: date, departure: date) -> bool:
        """Whether a stay would sleep there: guests may still leave on its first morning."""
        return arrival <= self.last_day and self.first_day < departure
