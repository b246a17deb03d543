"""How what is told went over years or quarters, each as it was known on its last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from webapp.services.reports.facts import Facts
from webapp.services.reports.indicators import INDICATORS, Selection
from webapp.services.reports.rounding import Rounding
from webapp.services.reports.tables import Line, tabulate

MONTHS_OF: Final[Mapping[str, int]] = {"quarter": 3, "year": 12}
SHOWN: Final[Mapping[str, int]] = {"quarter": 8, "year": 5}
"""How many of each are shown, the one that is under way last."""
IN_SERIES: Final = (
    "people-enrolled", "in-progress", "being-recruited", "people-prepared", "people-visited",
    "visits-proposed", "visits", "in-contact",
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """A year or a quarter of the calendar, both days included."""

    first: date
    last: date


def periods(kind: str, today: date) -> list[Period]:
    """Return the last ones of a kind, the earliest first."""
    months = MONTHS_OF[kind]
    begun = (today.year * 12 + today.month - 1) // months * months
    starts = [begun - months * back for back in range(SHOWN[kind] - 1, -2, -1)]
    days = [date(start // 12, start % 12 + 1, 1) for start in starts]
    return [Period(first, after - timedelta(days=1)) for first, after in pairwise(days)]


def series(
    facts: Facts, over: list[Period], today: date, rounding: Rounding, home: int | None = None
) -> dict[str, list[Line]]:
    """Return of each indicator all of them, as would be told of each period."""
    found: dict[str, list[Line]] = {code: [] for code in IN_SERIES}
    for each in over:
        selection = Selection(each.first, each.last, min(each.last, today), home)
        for table in tabulate(facts, map(INDICATORS.__getitem__, IN_SERIES), selection, rounding):
            found[table.indicator.code].append(table.whole)
    return found
