"""What takes place on one day between two hours: a sitting of a workshop, a gathering."""

from datetime import date, datetime, time

from sqlalchemy.orm import Mapped

from webapp.ground.clock import PARIS, now


class Hours:
    """The day and the hours of a row, as columns of its table, and the instants that they mean."""

    day: Mapped[date]
    starts: Mapped[time]
    """The hour in Paris."""
    ends: Mapped[time]

    @property
    def begins(self) -> datetime:
        """Its first instant."""
        return datetime.combine(self.day, self.starts, PARIS)

    @property
    def over_at(self) -> datetime:
        """Its last instant."""
        return datetime.combine(self.day, self.ends, PARIS)

    @property
    def has_begun(self) -> bool:
        """Whether people are there, or were."""
        return self.begins <= now()
