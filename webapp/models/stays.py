"""The days of a visit: those agreed to, and the last that took place."""

from datetime import date, datetime

from sqlalchemy.dialects.postgresql import DATERANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.clock import PARIS
from webapp.models.states import VisitState


class Stay:
    """From which day to which guests are at a farm, both included."""

    state: Mapped[VisitState]
    ended_at: Mapped[datetime | None]
    stay: Mapped[Range[date]] = mapped_column(DATERANGE)

    @property
    def arrival(self) -> date:
        """The first day of the stay."""
        assert self.stay.lower is not None  # noqa: S101 (a stay has both ends)
        return self.stay.lower

    @property
    def departure(self) -> date:
        """The last day of the stay, which the database keeps as the end it excludes."""
        assert self.stay.upper is not None  # noqa: S101 (a stay has both ends)
        return date.fromordinal(self.stay.upper.toordinal() - (self.stay.bounds[1] == ")"))

    @property
    def left_on(self) -> date:
        """The day on which the guests left, or are to leave: a stay may end early."""
        if self.state is not VisitState.ENDED_EARLY or self.ended_at is None:
            return self.departure
        ended = self.ended_at.astimezone(PARIS).date()
        return max(self.arrival, min(self.departure, ended))
