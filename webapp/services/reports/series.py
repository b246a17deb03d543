"""How what is told went over years or quarters, each as it was known on its last day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from webapp.services.reports.definitions import Selection
from webapp.services.reports.facts import Facts
from webapp.services.reports.indicators import INDICATORS
from webapp.services.reports.rounding import Rounding
from webapp.services.reports.tables import Line, Table, tabulate

MONTHS_OF: Final[Mapping[str, int]] = {"quarter": 3, "year": 12}
SHOWN: Final[Mapping[str, int]] = {"quarter": 8, "year": 5}
"""How many of each are shown, the one that is under way last."""
MOST_QUARTERS: Final = 12
"""Days that touch more quarters than this are told by years."""
IN_SERIES: Final = (
    "people-enrolled", "in-progress", "being-recruited", "workshops-held", "people-prepared",
    "people-visited",
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
    begun = _months(today) // months * months
    starts = [begun - months * back for back in range(SHOWN[kind] - 1, -2, -1)]
    days = [date(start // 12, start % 12 + 1, 1) for start in starts]
    return [Period(first, after - timedelta(days=1)) for first, after in pairwise(days)]


def within(selection: Selection) -> tuple[str, list[Period]]:
    """Return the quarters, or the years where these are many, of the days that are selected.

    The first and the last may be cut short; what begins after the day of knowledge is left out.
    """
    first, last = selection.first, min(selection.last, selection.as_of)
    for kind, months in MONTHS_OF.items():
        begun, end = (_months(day) // months * months for day in (first, last))
        days = [
            date(start // 12, start % 12 + 1, 1) for start in range(begun, end + months + 1, months)
        ]
        if len(days) - 1 <= MOST_QUARTERS or kind == "year":
            break
    whole = [Period(start, after - timedelta(days=1)) for start, after in pairwise(days)]
    return kind, [Period(max(first, each.first), min(last, each.last)) for each in whole]


def series(
    facts: Facts,
    over: Iterable[Period],
    asked: Selection,
    rounding: Rounding,
    codes: Sequence[str] = IN_SERIES,
) -> dict[str, list[Line]]:
    """Return of each indicator all of them, as would be told of each period."""
    wholes = [replace(INDICATORS[code], splits=()) for code in codes]
    found: dict[str, list[Line]] = {code: [] for code in codes}
    for each in over:
        as_of = min(each.last, asked.as_of)
        selection = replace(asked, first=each.first, last=each.last, as_of=as_of)
        for table in tabulate(facts, wholes, selection, rounding):
            found[table.indicator.code].append(table.whole)
    return found


def with_series(
    tables: Sequence[Table],
    facts: Facts,
    asked: Selection,
    rounding: Rounding,
    watched: Callable[[Iterable[Period]], Iterable[Period]] = iter,
) -> list[Table]:
    """Return tables with how each of their wholes went within the days that are selected.

    Parameters
    ----------
    watched
        Gives the periods on, one after the other, and may say how far it is.
    """
    kind, over = within(asked)
    codes = [each.indicator.code for each in tables if each.indicator.code in IN_SERIES]
    found = series(facts, watched(over), asked, rounding, codes) if len(over) > 1 else {}
    return [
        replace(
            table,
            lines=(
                *table.lines,
                *(
                    replace(line, split=kind, part=period.first.isoformat())
                    for period, line in zip(over, found.get(table.indicator.code, ()), strict=False)
                ),
            ),
        )
        for table in tables
    ]


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1
