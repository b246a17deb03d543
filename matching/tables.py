"""Parties and slots from a spreadsheet: one row each, lists in one cell, errors by row.

A column is a key of the JSON format. Items of a list are separated by ``;`` or ``|``: languages as
``prs; en``, rooms as ``2; 1``, days as ``2027-04-01/2027-04-20; 2027-05-10/2027-05-31``, a place as
``48.914; 2.382``. Booleans are ``yes`` or ``no``. An empty cell is left out. Columns may be
separated by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matching.problem import ProblemError
from matching.serialization import party_from, slot_from

Row = dict[str, Any]
Cell = Callable[[str], Any]

SEPARATORS = ",;\t"
YES = frozenset({"yes", "true", "1", "oui", "x"})
NO = frozenset({"no", "false", "0", "non"})


def _number(cell: str) -> Any:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell


def _whole(cell: str) -> Any:
    return int(cell) if re.fullmatch(r"-?\d+", cell) else cell


def _yes_no(cell: str) -> Any:
    word = cell.lower()
    return True if word in YES else False if word in NO else cell


def _items(cell: str) -> list[str]:
    return [item.strip() for item in re.split(r"[;|]", cell) if item.strip()]


CELLS: dict[str, Cell] = {
    **dict.fromkeys(("men", "women", "children", "past_visits", "min_people"), _whole),
    **dict.fromkeys(("interpreter", "private", "women_only", "exclusive"), _yes_no),
    **dict.fromkeys(("languages", "needs", "wishes", "frames", "refuses", "features"), _items),
    **dict.fromkeys(("home", "place"), lambda cell: [_number(each) for each in _items(cell)]),
    "reach_km": _number,
    "rooms": lambda cell: [_whole(each) for each in _items(cell)],
    "available": lambda cell: [[day.strip() for day in each.split("/")] for each in _items(cell)],
}
SLOT_CELLS: dict[str, Cell] = CELLS | {"children": _yes_no}


def read_parties(path: Path) -> list[Row]:
    """Read parties from a CSV file, as values for the ``parties`` of a problem.

    Raises
    ------
    ProblemError
        With one line for each bad row.
    """
    return _read(path, CELLS, party_from)


def read_slots(path: Path) -> list[Row]:
    """Read slots from a CSV file, as values for the ``slots`` of a problem.

    Raises
    ------
    ProblemError
        With one line for each bad row.
    """
    return _read(path, SLOT_CELLS, slot_from)


def _read(path: Path, cells: dict[str, Cell], check: Callable[[Any, str], object]) -> list[Row]:
    rows: list[Row] = []
    errors: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
        file.seek(0)
        separator = max(SEPARATORS, key=header.count)
        for number, row in enumerate(csv.DictReader(file, delimiter=separator), start=2):
            where = f"{path.name}, row {number}"
            try:
                rows.append(_values(row, cells, where))
                check(rows[-1], where)
            except ProblemError as error:
                errors.append(str(error))
    if errors:
        raise ProblemError("\n".join(errors))
    return rows


def _values(row: dict[str | Any, Any], cells: dict[str, Cell], where: str) -> Row:
    if None in row:
        raise ProblemError(f"{where}: more cells than the header has columns: check the quotes.")
    return {
        column.strip(): cells.get(column.strip(), str)(cell.strip())
        for column, cell in row.items()
        if cell and cell.strip()
    }
