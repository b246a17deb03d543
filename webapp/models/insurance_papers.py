"""A certificate of insurance on its way to the coordination."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.clock import now
from webapp.ground.database import Base
from webapp.ground.encryption import Encrypted

if TYPE_CHECKING:
    from webapp.models.farms import Farm


class InsurancePaper(Base):
    """A certificate that a farm sent; it is gone once a coordinator has noted its last day."""

    __tablename__ = "insurance_papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[str]
    """Its media type: a PDF, or a picture written anew."""
    content: Mapped[str] = mapped_column(Encrypted("insurance_papers.content"), deferred=True)
    """Its bytes in base 64."""
    sent_at: Mapped[datetime] = mapped_column(default=now)

    farm: Mapped["Farm"] = relationship(back_populates="insurance_paper")
