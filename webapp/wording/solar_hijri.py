"""The day as a calendar in Afghanistan has it: the Solar Hijri year, months by their Afghan names.

Years begin on 20 or 21 March, and eight of 33 have a day more: so it is from 1178 to 1633 (1799 to
2254), as the astronomers of Iran reckon it.
"""

from datetime import date
from typing import Final

MONTHS: Final = {
    "fa": (
        "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله",
        "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
    ),
    "ps": (
        "وری", "غویی", "غبرګولی", "چنګاښ", "زمری", "وږی",
        "تله", "لړم", "لیندۍ", "مرغومی", "سلواغه", "کب",
    ),
}  # fmt: skip
"""By Babel's language: `fa` is Dari here. Iran has other names, which are not theirs."""

LONG: Final = {1, 5, 9, 13, 17, 22, 26, 30}
"""Years of 366 days, by what is left of them divided by 33."""
KNOWN_YEAR, KNOWN_NEW_YEAR = 1404, date(2025, 3, 21).toordinal()
OF_31 = 6 * 31
"""Days of the six long months, with which a year begins."""


def solar_hijri(day: date) -> tuple[int, int, int]:
    """Return year, month (1 to 12) and day of the month."""
    year = day.year - 621
    year -= day.toordinal() < _new_year(year)
    after = day.toordinal() - _new_year(year)
    if after < OF_31:
        return year, after // 31 + 1, after % 31 + 1
    return year, 7 + (after - OF_31) // 30, (after - OF_31) % 30 + 1


def _new_year(year: int) -> int:
    more_days = _long_before(year) - _long_before(KNOWN_YEAR)
    return KNOWN_NEW_YEAR + 365 * (year - KNOWN_YEAR) + more_days


def _long_before(year: int) -> int:
    cycles, rest = divmod(year - 1, 33)
    return cycles * len(LONG) + sum(1 for each in LONG if each <= rest)


def as_there(day: date, language: str, *, with_year: bool) -> str:
    """Return the day in the words of one of these languages: 16 حمل 1406."""
    year, month, number = solar_hijri(day)
    written = f"{number} {MONTHS[language][month - 1]}"
    return f"{written} {year}" if with_year else written


def stay_there(arrival: date, departure: date, language: str) -> str:
    """Return a stay in few words, without its year: 16–20 حمل."""
    first, last = solar_hijri(arrival), solar_hijri(departure)
    until = as_there(departure, language, with_year=False)
    if first[:2] == last[:2]:
        return f"{first[2]}–{until}"
    return f"{as_there(arrival, language, with_year=False)} – {until}"
