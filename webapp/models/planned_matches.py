"""Pairs of a round that wait for their day."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.ground.database import Base

if TYPE_CHECKING:
    from webapp.models.offers import Slot
    from webapp.models.parties import Party
    from webapp.models.rounds import MatchingRound


class PlannedMatch(Base):
    """A pair of a round that a person approved, and of which nobody is told before its day.

    It holds neither beds nor days: whatever is proposed meanwhile comes before it.
    """

    __tablename__ = "planned_matches"
    __table_args__ = (UniqueConstraint("round_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        ForeignKey("matching_rounds.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    """The first day on which both sides are to be asked."""

    round: Mapped["MatchingRound"] = relationship()
    party: Mapped["Party"] = relationship()
    slot: Mapped["Slot"] = relationship()
