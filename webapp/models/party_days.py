"""The days of a party: when it can be away, and what keeps it at home."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from webapp.ground.database import Base, Integers
from webapp.ground.vocabulary import CIVIC_DAY


class Availability(Base):
    """Days on which a party can be away, both ends included."""

    __tablename__ = "availabilities"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]


class Engagement(Base):
    """A course or an appointment that keeps the party at home.

    Without weekdays it takes every day from the first to the last; with them (ISO, Monday is 1)
    it comes back on these days of the week. A course may be missed for so many hours: then it keeps
    nobody at home by itself, and what visits take of it is counted (`services.engine.courses`).
    """

    __tablename__ = "engagements"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="order"),
        CheckConstraint("(hours IS NULL) = (missable IS NULL)", name="budget"),
        CheckConstraint("hours > 0 AND missable > 0", name="hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    weekdays: Mapped[Integers] = mapped_column(ARRAY(Integer), default=list)
    hours: Mapped[int | None]
    """How many hours it lasts on each of its days, where some of it may be missed."""
    missable: Mapped[int | None]
    """How many hours of it visits may take in all; none where no visit falls on its days."""

    def takes(self, day: date) -> bool:
        """Whether the party is kept at home on this day."""
        return self.first_day <= day <= self.last_day and (
            not self.weekdays or day.isoweekday() in self.weekdays
        )

    @property
    def days(self) -> list[date]:
        """Every day that it takes."""
        length = (self.last_day - self.first_day).days + 1
        each_day = (self.first_day + timedelta(days=number) for number in range(length))
        return [day for day in each_day if self.takes(day)]

    def keeps_at_home(self, day: date) -> bool:
        """Whether no visit may fall on this day because of it."""
        return self.missable is None and self.takes(day)

    def keeps_at_home_within(self, first: date, last: date) -> bool:
        """Whether a stay may not be because of it, both days included."""
        if self.last_day < first or last < self.first_day:  # most are of another season
            return False
        days = (first + timedelta(days=each) for each in range((last - first).days + 1))
        return any(map(self.keeps_at_home, days))

    def hours_within(self, first: date, last: date) -> int:
        """Return how many hours of it a stay takes, both days included."""
        days = (first + timedelta(days=each) for each in range((last - first).days + 1))
        return (self.hours or 0) * sum(self.takes(day) for day in days)

    @property
    def written(self) -> list[Any]:
        """It, as JSON knows it: its days, kind and weekdays, and what may be missed if some may."""
        budget = [] if self.missable is None else [self.hours, self.missable]
        days = [self.first_day.isoformat(), self.last_day.isoformat()]
        return [*days, self.kind, list(self.weekdays), *budget]

    @classmethod
    def read(cls, written: Sequence[Any]) -> "Engagement":
        """Return a new one that says what was written."""
        first, last, kind, weekdays, *budget = written
        hours, missable = budget or (None, None)
        return cls(
            kind=kind,
            first_day=date.fromisoformat(first),
            last_day=date.fromisoformat(last),
            weekdays=list(weekdays),
            hours=hours,
            missable=missable,
        )


class CivicDays:
    """The days of the integration contract on which somebody is kept at home, one by one."""

    engagements: Mapped[list[Engagement]]

    @property
    def civic_days(self) -> list[date]:
        """These days, in order."""
        return sorted({day for each in self._civic() for day in each.days})

    def keep_civic_days(self, days: Sequence[date]) -> None:
        """Let these be its civic days, and no others; what stays the same stays as it was."""
        stay = [each for each in self._civic() if set(each.days) <= set(days)]
        for each in self._civic():
            if each not in stay:
                self.engagements.remove(each)
        told = {day for each in stay for day in each.days}
        self.engagements += [
            Engagement(kind=CIVIC_DAY, first_day=day, last_day=day, weekdays=[])
            for day in sorted(set(days) - told)
        ]

    def _civic(self) -> list[Engagement]:
        return [each for each in self.engagements if each.kind == CIVIC_DAY]
