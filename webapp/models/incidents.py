"""What happened at a farm that is about safety, until a coordinator has written what was found."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base, state_column
from webapp.ground.encryption import Encrypted
from webapp.models.states import Side

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.users import User
    from webapp.models.visits import Visit


class Incident(Base):
    """A no, or the end of a visit, for safety. While it is open the farm is on hold.

    What happened is not written down here: it is told by telephone. Kept is what was found and
    done, in the words of whoever closes it.
    """

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("visits.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[Side | None] = mapped_column(state_column(Side))
    """Who said so; none: the programme."""
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    finding: Mapped[str | None] = mapped_column(Encrypted("incidents.finding"))

    farm: Mapped["Farm"] = relationship()
    visit: Mapped["Visit | None"] = relationship()
    closed_by: Mapped["User | None"] = relationship()

    def close(self, by: "User", finding: str) -> None:
        """Record what was found and done, and by whom."""
        self.closed_at, self.closed_by_id, self.finding = now(), by.id, finding
