"""The hours of a day as people write them: `8:00-12:00, 14:00-17:00`."""

import re
from collections.abc import Mapping
from typing import Final

from webapp.models import HOURS

CLOCK: Final = r"(\d{1,2})(?:\s*[:hH](\d{2})?)?"
SPAN: Final = re.compile(rf"{CLOCK}\s*[-–—à]\s*{CLOCK}")
BETWEEN: Final = re.compile(r"\s*(?:[,;/]|et|and)\s*|\s+")
MIDNIGHT: Final = 24 * 60
BEFORE_THE_NEXT: Final = ", "
"""As it is typed, in every language."""


def read(typed: str, *, in_order: bool = True) -> list[tuple[int, int]] | None:
    """Return the spans of a day in minutes since midnight; none where they make no sense.

    What is empty is a free day.

    Parameters
    ----------
    in_order
        Whether each span must end after it begins, and begin once the one before has ended.
    """
    spans: list[tuple[int, int]] = []
    at, text = 0, typed.strip()
    while at < len(text):
        found = SPAN.match(text, at)
        if found is None:
            return None
        first, last = _minutes(found[1], found[2]), _minutes(found[3], found[4])
        if first is None or last is None:
            return None
        if in_order and (last <= first or (spans and first < spans[-1][1])):
            return None
        spans.append((first, last))
        at = found.end()
        gap = BETWEEN.match(text, at)
        at = gap.end() if gap else at
        if at < len(text) and not gap:
            return None
    return spans


def _minutes(hour: str, minute: str | None) -> int | None:
    made = int(hour) * 60 + int(minute or 0)
    return made if int(minute or 0) < 60 and made <= MIDNIGHT else None


def written(spans: list[tuple[int, int]]) -> str:
    """Return them as they are kept and shown."""
    return BEFORE_THE_NEXT.join(f"{_clock(first)}-{_clock(last)}" for first, last in spans)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def of_day(typed: str) -> int:
    """Return how many minutes a day has."""
    return sum(last - first for first, last in read(typed) or ())


def weekly(terms: Mapping[str, str]) -> int:
    """Return how many minutes a week has."""
    return sum(of_day(terms[name]) for name in HOURS)
