"""The timetable of trains and coaches that a programme has loaded."""

from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import now
from webapp.ground.database import Base


class LoadedTimetable(Base):
    """What operators published of a region, made one; the newest is asked, the others are gone."""

    __tablename__ = "timetables"

    id: Mapped[int] = mapped_column(primary_key=True)
    publisher: Mapped[str]
    """Who published it, to be named beside every way that it tells."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    runs: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(default=now)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """As `geography.timetables.Timetable` writes it."""
