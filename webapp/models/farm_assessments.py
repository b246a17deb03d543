"""The same few questions to a farm before its first guests and after, to see what has changed."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base, state_column
from webapp.models.assessments import Phase


class FarmAssessment(Base):
    """What a farm answered in one phase, reckoned from its first guests; the later word holds."""

    __tablename__ = "farm_assessments"
    __table_args__ = (UniqueConstraint("farm_id", "phase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    farm_id: Mapped[int] = mapped_column(ForeignKey("farms.id", ondelete="CASCADE"))
    grid: Mapped[str]
    phase: Mapped[Phase] = mapped_column(state_column(Phase))
    answers: Mapped[dict[str, Any]]
    answered_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """The farmer, or the coordinator who asked by telephone or on the spot."""
