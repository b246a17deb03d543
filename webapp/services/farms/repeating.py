"""Days that come again: every other Monday in May."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Rhythm:
    """One day of the week, every so many weeks, between two days, both included.

    Parameters
    ----------
    weekday
        0 is Monday.
    weeks
        1 is every week, 2 every other one, from the first such day on.
    """

    weekday: int
    weeks: int
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Go through the days, the first one first."""
        day = self.first + timedelta(days=(self.weekday - self.first.weekday()) % 7)
        while day <= self.last:
            yield day
            day += timedelta(weeks=self.weeks)
