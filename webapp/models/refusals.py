"""Pairs that are not made again."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base, state_column
from webapp.models.states import Side


class Refusal(Base):
    """A party and a farm that are not to be paired again, by the wish of one side."""

    __tablename__ = "refusals"
    __table_args__ = (UniqueConstraint("party_id", "farm_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id"), index=True)
    side: Mapped[Side] = mapped_column(state_column(Side))
