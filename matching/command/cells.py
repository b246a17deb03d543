"""What a cell of a spreadsheet means, as the value that the JSON format has for it.

Excel writes numbers, days and booleans in the language of its country. What a cell cannot mean
stays as it is written: the readers of the format refuse it, and repeat it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from matching import json_readers
from matching.checks import ProblemError
from matching.json_readers import Reader

Cell = Callable[[str], Any]

YES = frozenset({"yes", "true", "1", "oui", "vrai", "x"})
NO = frozenset({"no", "false", "0", "non", "faux"})

_DAY = r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?: 00:00(?::00)?)?"
_BETWEEN = r"(?:[/–—→-]|\bau\b|\bto\b)"
_RANGE = re.compile(rf"(?:du |from )?({_DAY})\s*{_BETWEEN}\s*({_DAY})", re.IGNORECASE)
_POINTS = re.compile(r"(-?\d+\.\d+)\s*[, ]\s*(-?\d+\.\d+)|(-?\d+,\d+)(?:\s+|,\s+)(-?\d+,\d+)")
"""A place in one piece: with points as maps copy it, or with the commas of French."""

_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
"""What stands between thousands."""


def number(cell: str) -> Any:
    """Read ``48.85``, ``48,85`` or ``1 200,5``."""
    try:
        return float(_GROUPED.sub("", cell).replace(",", "."))
    except ValueError:
        return cell


def whole(cell: str) -> Any:
    """Read ``2``, also where a spreadsheet writes ``2,00``."""
    try:
        written = re.fullmatch(r"(-?\d+)(?:[.,]0+)?", _GROUPED.sub("", cell))
        return int(written[1]) if written else cell
    except ValueError:  # thousands of digits
        return cell


def yes_no(cell: str) -> Any:
    """Read ``yes`` or ``no``, ``VRAI`` or ``FAUX``."""
    word = cell.lower()
    return True if word in YES else False if word in NO else cell


def day(cell: str) -> str:
    """Write ``05/04/2027``, the day before the month, as ``2027-04-05``.

    Raises
    ------
    ProblemError
        When there is no such day: it may be written in the order of another country.
    """
    if not re.fullmatch(_DAY, cell):
        return cell
    written = [int(part) for part in re.findall(r"\d+", cell)[:3]]
    year, month, of_month = written if cell[4] == "-" else written[::-1]
    try:
        return date(year, month, of_month).isoformat()
    except ValueError as error:
        raise ProblemError(
            f"{cell} is no day: write it as 2027-04-05, or as 05/04/2027 with the day first."
        ) from error


def items(cell: str) -> list[str]:
    """Take a list apart at semicolons, bars, commas and line ends."""
    return [item.strip() for item in re.split(r"[;|,\n]", cell) if item.strip()]


def point(cell: str) -> list[Any]:
    """Read ``48.91; 2.38``, ``48,91; 2,38`` or, as maps copy it, ``48.91, 2.38``."""
    together = _POINTS.fullmatch(cell)
    pieces = together.groups() if together else re.split(r"[;|\n]", cell)
    return [number(each.strip()) for each in pieces if each]


def days(item: str) -> list[str]:
    """Read a first and a last day: ``2027-04-01/2027-04-20``, ``du 01/04/2027 au 20/04/2027``."""
    written = _RANGE.fullmatch(item)
    return [day(each) for each in written.groups()] if written else item.split("/")


def room(item: str) -> Any:
    """Read ``2``, or ``2 locks`` for a room that does."""
    beds, _, locks = item.partition(" ")
    return {"beds": whole(beds), "locks": True} if locks.strip() == "locks" else whole(item)


BY_READER: dict[Reader, Cell] = {
    json_readers.whole: whole,
    json_readers.number: number,
    json_readers.yes_no: yes_no,
    json_readers.day: day,
    json_readers.point: point,
    json_readers.text: str,
    json_readers.own_id: str,
}
BY_NAME: dict[str, Cell] = {
    **dict.fromkeys(
        ("languages", "needs", "wishes", "frames", "refuses", "features", "groups"), items
    ),
    "rooms": lambda cell: [room(each) for each in items(cell)],
    "available": lambda cell: [days(each) for each in items(cell)],
}
"""Fields that are lists."""


def cell_of(name: str, reader: Reader) -> Cell:
    """Return how a cell of this field is read."""
    return BY_NAME.get(name) or BY_READER[reader]
