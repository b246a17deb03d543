"""Parties and slots from a spreadsheet: one row each, lists in one cell, errors by row.

A column is a key of the JSON format. Items of a list are separated by ``;`` or ``|``: languages as
``prs; en``, rooms as ``2; 1 locks``, days as ``2027-04-01/2027-04-20; 2027-05-10/2027-05-31``, a
place as ``48.914; 2.382``. Booleans are ``yes`` or ``no``. Empty cells and empty rows are left out.
Columns may be separated by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

from matching.checks import ProblemError
from matching.serialization import party_from, slot_from

Row = dict[str, Any]
Cell = Callable[[str], Any]

SEPARATORS = ",;\t"
YES = frozenset({"yes", "true", "1", "oui", "x"})
NO = frozenset({"no", "false", "0", "non"})


class FileError(ProblemError):
    """A file cannot be read or written; the sentence says which one and why."""


def text_of(path: Path) -> str:
    """Read a file of text in UTF-8, with or without the mark that some programs put first.

    Raises
    ------
    FileError
        When it cannot be read, or is not in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise FileError(f"{path} is not text in UTF-8: save it again as UTF-8.") from error


def _number(cell: str) -> Any:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell


def _whole(cell: str) -> Any:
    try:
        return int(cell) if re.fullmatch(r"-?\d+", cell) else cell
    except ValueError:  # thousands of digits
        return cell


def _yes_no(cell: str) -> Any:
    word = cell.lower()
    return True if word in YES else False if word in NO else cell


def _items(cell: str) -> list[str]:
    return [item.strip() for item in re.split(r"[;|]", cell) if item.strip()]


def _room(item: str) -> Any:
    """Read ``2``, or ``2 locks`` for a room that does."""
    beds, _, locks = item.partition(" ")
    return {"beds": _whole(beds), "locks": True} if locks.strip() == "locks" else _whole(item)


CELLS: dict[str, Cell] = {
    **dict.fromkeys(("men", "women", "children", "past_visits", "min_people"), _whole),
    **dict.fromkeys(("interpreter", "private", "women_only", "exclusive"), _yes_no),
    **dict.fromkeys(("languages", "needs", "wishes", "frames", "refuses", "features"), _items),
    **dict.fromkeys(("home", "place"), lambda cell: [_number(each) for each in _items(cell)]),
    "reach_km": _number,
    "rooms": lambda cell: [_room(each) for each in _items(cell)],
    "available": lambda cell: [[day.strip() for day in each.split("/")] for each in _items(cell)],
}
SLOT_CELLS: dict[str, Cell] = CELLS | {"children": _yes_no}


def read_parties(path: Path) -> list[Row]:
    """Read parties from a CSV file, as values for the ``parties`` of a problem.

    Raises
    ------
    FileError
        When the file cannot be read.
    ProblemError
        With one line for each bad row, and the ids of those that have one.
    """
    return _read(path, CELLS, party_from)


def read_slots(path: Path) -> list[Row]:
    """Read slots from a CSV file, as values for the ``slots`` of a problem.

    Raises
    ------
    FileError
        When the file cannot be read.
    ProblemError
        With one line for each bad row, and the ids of those that have one.
    """
    return _read(path, SLOT_CELLS, slot_from)


def _read(path: Path, cells: dict[str, Cell], check: Callable[[Any, str], object]) -> list[Row]:
    errors: list[ProblemError] = []
    written = _filled_rows(path, errors)
    where, columns = next(written, (path.name, []))
    _check_columns(columns, where)
    rows: list[Row] = []
    for where, row in written:
        try:
            rows.append(_values(columns, row, cells, where))
            check(rows[-1], where)
        except ProblemError as error:
            errors.append(_placed(error, where))
    if errors:
        ids = (each for error in errors for each in error.ids)
        raise ProblemError("\n".join(map(str, errors)), *ids)
    return rows


def _placed(error: ProblemError, where: str) -> ProblemError:
    """Begin with the row; what is checked when a thing is made knows only its id."""
    said = str(error)
    return error if said.startswith(where) else ProblemError(f"{where}: {said}", *error.ids)


def _filled_rows(path: Path, errors: list[ProblemError]) -> Iterator[tuple[str, list[str]]]:
    """Give the rows in which something is written, each with its number in a spreadsheet.

    A spreadsheet counts empty rows too, and a row with a line break in a cell once.
    """
    text = text_of(path)
    rows = csv.reader(StringIO(text), delimiter=_separator(text), strict=True)
    for number in count(1):
        where = f"{path.name}, row {number}"
        try:
            row = [cell.strip() for cell in next(rows)]
        except StopIteration:
            return
        except csv.Error:  # where the next row begins is unknown
            errors.append(
                ProblemError(f"{where}: a quote is not closed, or a cell is far too long: mend it.")
            )
            return
        if any(row):
            yield where, row


def _separator(text: str) -> str:
    """Return what stands most often in the first row in which something is written."""
    header = next((line for line in StringIO(text) if line.strip(f"{SEPARATORS} \n")), "")
    return max(SEPARATORS, key=header.count)


def _check_columns(columns: list[str], where: str) -> None:
    for at, column in enumerate(columns):
        if column and column in columns[:at]:
            raise ProblemError(f"{where}: two columns are called {column}: keep one of them.")


def _values(columns: list[str], row: list[str], cells: dict[str, Cell], where: str) -> Row:
    if any(row[len(columns) :]):
        raise ProblemError(f"{where}: more cells than the header has columns: check the quotes.")
    return {
        column: cells.get(column, str)(cell)
        for column, cell in zip(columns, row, strict=False)
        if cell
    }
