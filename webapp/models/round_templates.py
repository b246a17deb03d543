"""Settings of rounds that are kept under a name, for rounds to come."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base, Strings


class RoundTemplate(Base):
    """What an association, or the coordinators for rounds over all, ask of a round again.

    It holds no date: how long the window is, and so many days after the opening can be answered.
    """

    __tablename__ = "round_templates"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name", postgresql_nulls_not_distinct=True),
        CheckConstraint("window_days >= 0 AND answer_days > 0", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The association that keeps it; none: the coordinators."""
    name: Mapped[str]
    window_days: Mapped[int]
    """From the first day of the window to the last."""
    answer_days: Mapped[int]
    """From the day on which a round is opened to the last on which both sides can answer."""
    weights: Mapped[dict[str, Any]]
    floors_by: Mapped[str | None]
    judged_by: Mapped[Strings] = mapped_column(default=list)
