"""What a farm signed on its page: the charter as it read then."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import now
from webapp.ground.database import Base


class SignedCharter(Base):
    """One signature, kept for good: of whom, when, under which words."""

    __tablename__ = "signed_charters"

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[str]
    words: Mapped[str]
    """The whole text, as it was shown to whoever signed."""
    signed_at: Mapped[datetime] = mapped_column(default=now)
