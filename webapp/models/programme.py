"""The programme and the associations that take part in it."""

from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base


class Programme(Base):
    """The settings of this installation: one row."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("notice_days >= 0", name="notice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    on_duty_phone: Mapped[str]
    """The number that visitors and farms may call at night during a visit."""
    answer_days: Mapped[int] = mapped_column(default=5)
    """How many days both sides have to answer, unless a round says otherwise."""
    notice_days: Mapped[int] = mapped_column(default=21)
    """How many days before a visit both sides are asked; until then a round only plans it."""
    notice_price: Mapped[dict[str, Any] | None]
    """What each notice would have reached in the programme's own past year; none until a job has
    found enough there (`services.rounds.notice_price` writes and reads it)."""
    retention_days: Mapped[int] = mapped_column(default=730)


class Organisation(Base):
    """An association that accompanies parties; its caseworkers see its own files only."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str]
    """The number that people accompanied by this association may call."""
    commune: Mapped[str]
    """INSEE code of the commune of its office."""
