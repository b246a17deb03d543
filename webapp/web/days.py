"""Which days are plausible: a year typed wrong is a slip of the hand, and is said at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask import request
from flask_babel import lazy_gettext as _l

from webapp.ground.clock import today

YEAR: Final = timedelta(days=366)
TOO_EARLY: Final = _l("This day is too long ago: check the year")
TOO_LATE: Final = _l("This day is too far ahead: check the year")


@dataclass(frozen=True)
class Span:
    """How far from today a kind of day is plausible, both ends included.

    Parameters
    ----------
    back, ahead
        How long ago, and how far ahead, it may be.
    too_late, too_early
        What is said of a day beyond.
    """

    back: timedelta
    ahead: timedelta
    too_late: Any = TOO_LATE
    too_early: Any = TOO_EARLY

    @property
    def first(self) -> date:
        """The earliest day."""
        return today() - self.back

    @property
    def last(self) -> date:
        """The latest day."""
        return today() + self.ahead

    def mistake(self, day: date) -> Any:
        """Return what is wrong with a day, or nothing."""
        if day < self.first:
            return self.too_early
        return self.too_late if day > self.last else None


def asked_days(
    asked: Mapping[str, str] | None = None, names: tuple[str, str] = ("from", "until")
) -> tuple[date | None, date | None]:
    """Return the first and the last day that an address asks for; they stand in their order.

    Days typed the other way round mean the same; the last day of all has no morrow, and asks for
    nothing.

    Parameters
    ----------
    asked
        What the address said, where that was kept; none: the present one.
    names
        What the address calls the first day and the last.
    """
    first, last = (asked_day(name, asked) for name in names)
    return (last, first) if first and last and last < first else (first, last)


def asked_day(name: str, asked: Mapping[str, str] | None = None) -> date | None:
    """Return a day that an address asks for; one that nobody can mean asks for nothing."""
    return _meant((request.args if asked is None else asked).get(name, ""))


def asked_month(name: str, asked: Mapping[str, str] | None = None) -> date | None:
    """Return the first day of a month that an address asks for, such as 2027-04."""
    return _meant(f"{(request.args if asked is None else asked).get(name, '')}-01")


def _meant(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 1900 < day.year < 9999 else None


DONE: Final = Span(
    10 * YEAR, timedelta(0), _l("This day is still to come: enter it once it is done")
)
"""Something that has happened."""
PAPER: Final = Span(3 * YEAR, 3 * YEAR)
"""The last day of an approval or of an insurance: each is a matter of one year, or of a few."""
TITLE: Final = Span(10 * YEAR, 11 * YEAR)
"""The last day of a residence title, the longest of which is for ten years."""
FIRST_TITLE: Final = Span(10 * YEAR, 5 * YEAR)
"""The day five years after a first residence title, which has been given."""
TO_DO: Final = Span(
    timedelta(0), 2 * YEAR, too_early=_l("This day is past: enter today or a later one")
)
"""Until when something is to be done that is written down today."""
PLANNED: Final = Span(YEAR, 2 * YEAR)
"""What is planned: dates, rounds, days off, courses that began some time ago."""
