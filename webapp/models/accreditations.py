"""Accreditations: what the programme, an association, a farm or an animator may call itself."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.farms import Farm
    from webapp.models.programme import Organisation
    from webapp.models.users import User


class Accreditation(Base):
    """A paper that somebody has seen; it is never copied, and its end blocks nothing here."""

    __tablename__ = "accreditations"
    __table_args__ = (
        CheckConstraint("valid_from <= valid_until", name="order"),
        CheckConstraint("num_nonnulls(farm_id, organisation_id, animator) <= 1", name="of_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int | None] = mapped_column(
        ForeignKey("farms.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    animator: Mapped[str | None] = mapped_column(Encrypted("accreditations.animator"))
    """Whose it is; none of these: the programme's own. An animator has no account, but a name."""
    name: Mapped[str]
    number: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    seen_at: Mapped[datetime] = mapped_column(default=now)

    farm: Mapped["Farm | None"] = relationship()
    organisation: Mapped["Organisation | None"] = relationship()
    seen_by: Mapped["User"] = relationship()

    @property
    def paper(self) -> tuple[str, str, date, date]:
        """What stands on the paper that was seen."""
        return self.name, self.number, self.valid_from, self.valid_until
