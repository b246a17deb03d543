"""The adults of a farm's household, each vouched for until a day."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import today
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.farms import Farm


class Host(Base):
    """An adult who lives at the farm, whose record extract was shown, and until when it counts."""

    __tablename__ = "hosts"
    __table_args__ = (CheckConstraint("until > seen_on", name="ends_after_it_was_seen"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Encrypted("hosts.name"))
    seen_on: Mapped[date]
    """The day on which it was shown; nothing of it is kept."""
    until: Mapped[date]
    """The last day on which it counts; the farm receives nobody beyond it."""

    farm: Mapped["Farm"] = relationship(back_populates="hosts")

    @property
    def counts(self) -> bool:
        """Whether what was seen of this person counts today."""
        return self.until >= today()
