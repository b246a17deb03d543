"""How each language writes a day, where Babel would write it as its readers do not.

Tigrinya's names of the months are those of the Ethiopic calendar too, whose months begin a week or
two later: there a day is in figures, with its weekday. Russian and Ukrainian would end with the
word "year", shortened by a dot; Somali and Pashto would begin with the month, or the year.

In Russian and Ukrainian the weekday stands in brackets, after the day: most words before a day bend
a weekday ("until Sunday"), and these have it unbent.
"""

import re
from datetime import date
from typing import Final, NamedTuple


class Written(NamedTuple):
    """Patterns of Babel."""

    in_full: str
    without_year: str
    in_short: str


WEEKDAY_FIRST = Written("EEEE d MMMM y", "EEEE d MMMM", "d MMMM y")
WITH_COMMA = Written("EEEE, d MMMM y", "EEEE, d MMMM", "d MMMM y")
IN_BRACKETS = Written("d MMMM y (EEEE)", "d MMMM (EEEE)", "d MMMM y")

WRITTEN: Final = {
    "bn": WITH_COMMA,
    "fa": WEEKDAY_FIRST,
    "ps": WEEKDAY_FIRST,
    "ru": IN_BRACKETS,
    "so": WITH_COMMA,
    "ti": Written("EEEE d/MM/y", "EEEE d/MM", "EEEE d/MM/y"),
    "tr": Written("d MMMM y EEEE", "d MMMM EEEE", "d MMMM y"),
    "uk": IN_BRACKETS,
}

IN_FIGURES: Final = {"ti"}

WEEKDAYS: Final = {
    "ps": ("دوشنبه", "سه شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
}
"""From Monday; Babel's change with its version."""

WEEKDAY = re.compile("E{3,4}")
MONTH = re.compile("[ML]{3,4}")
DAY_AND_MONTH = re.compile("d (?:M{3,4}|L{3,4})|[ML]{3,4} d")


def pattern_of(language: str, pattern: str, value: date) -> str:
    """Return the pattern by which a language writes a day, given a name or pattern of Babel's."""
    if written := WRITTEN.get(language):
        names = {"full": written.in_full, "long": written.in_short, "medium": written.in_short}
        pattern = names.get(pattern, pattern)
    if language in IN_FIGURES:
        pattern = _in_figures(pattern)
    if (names_of := WEEKDAYS.get(language)) is not None:
        pattern = WEEKDAY.sub(f"'{names_of[value.weekday()]}'", pattern)
    return pattern


def _in_figures(pattern: str) -> str:
    """Return a pattern with no month by its name; where it has a day, with its weekday."""
    figures = DAY_AND_MONTH.sub("d/MM", pattern)
    figures = MONTH.sub("MM", figures).replace("MM y", "MM/y")
    return figures if "d" not in figures or "E" in figures else f"EEEE {figures}"


def names_a_day(pattern: str) -> bool:
    """Whether a pattern tells one day of a year, so that another calendar can tell it as well."""
    return "d" in pattern and "M" in pattern
