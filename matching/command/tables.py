"""Parties and slots from a spreadsheet: one row each, every error with its file, row and column.

A column is a key of the JSON format; `cells` says how a cell is written. Empty cells and rows are
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import count
from pathlib import Path
from typing import Any

from matching.checks import ProblemError
from matching.command.cells import Cell, cell_of
from matching.command.rows import BrokenRowError, rows_of
from matching.json_readers import Reader
from matching.serialization import (
    PARTY_FIELDS,
    PARTY_REQUIRED,
    SLOT_FIELDS,
    SLOT_REQUIRED,
    party_from,
    slot_from,
)


@dataclass(frozen=True)
class Kind:
    """What the rows of a table are: fields by name, those that each must have, what they make."""

    fields: Mapping[str, Reader]
    required: tuple[str, ...]
    make: Callable[[Any, str], object]

    def cell(self, name: str) -> Cell:
        """Return how the cells of a column are read."""
        return cell_of(name, self.fields[name])


PARTIES = Kind(PARTY_FIELDS, PARTY_REQUIRED, party_from)
SLOTS = Kind(SLOT_FIELDS, SLOT_REQUIRED, slot_from)


@dataclass
class Table:
    """What a file holds.

    Parameters
    ----------
    rows
        Values for the ``parties`` or ``slots`` of a problem.
    places
        File and row of each id.
    errors
        One for each cell, row or column to be mended.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    errors: list[ProblemError] = field(default_factory=list)


def read_table(path: Path, kind: Kind) -> Table:
    """Read parties or slots from a file.

    Raises
    ------
    FileError
        When the file cannot be read.
    """
    table = Table()
    written = _filled_rows(path, table.errors)
    where, names = next(written, (path.name, []))
    columns = [re.sub(r"[ -]+", "_", name.lower()) for name in names]
    if not _has_columns(columns, names, where, kind, table.errors):
        return table
    for where, row in written:
        _read_row(table, kind, columns, where, row)
    return table


def _has_columns(
    columns: list[str], names: list[str], where: str, kind: Kind, errors: list[ProblemError]
) -> bool:
    """Judge the header; without a column that is required, no row is worth reading."""
    for at, (column, name) in enumerate(zip(columns, names, strict=True)):
        if column and column in columns[:at]:
            errors.append(
                ProblemError(f"{where}: two columns are called {column}: keep one of them.")
            )
        elif column and column not in kind.fields:
            near = get_close_matches(column, kind.fields, 1) or [", ".join(kind.fields)]
            errors.append(
                ProblemError(
                    f"{where}: {name} is no column: name it as in {near[0]}, or leave it out."
                )
            )
    missing = [name for name in kind.required if name not in columns]
    if names and missing:
        errors.append(
            ProblemError(
                f"{where}: no column is called {' nor '.join(missing)}: add what is missing."
            )
        )
    return not missing


def _read_row(table: Table, kind: Kind, columns: list[str], where: str, row: list[str]) -> None:
    """Read what stands in a row; whatever is wrong with its cells is told at once."""
    cells = list(zip(columns, row, strict=False))
    given = dict(cells).get("id", "")
    named = f"{where} ({given})" if given else where
    errors: list[str] = []
    values: dict[str, Any] = {}
    if any(row[len(columns) :]) or any(cell and not name for name, cell in cells):
        errors.append(f"{named}: more cells than the header has columns: check the quotes.")
    for name, cell in cells:
        if not cell or name not in kind.fields:
            continue
        try:
            values[name] = kind.cell(name)(cell)
            kind.fields[name](values[name], f"{named}, {name}")
        except ProblemError as error:
            errors.append(_placed(error, f"{named}, {name}"))
    if given and (before := table.places.setdefault(given, where)) != where:
        errors.append(f"{named}, id: {before} has it already: give each its own.")
    if not errors:
        try:
            kind.make(values, where)
        except ProblemError as error:
            errors.append(_placed(error, where))
    table.errors += [ProblemError(each, *([given] if given else [])) for each in errors]
    table.rows.append(values)


def _placed(error: ProblemError, where: str) -> str:
    """Begin with the row; what is checked when a thing is made knows only its id."""
    said = str(error)
    return said if said.startswith(where) else f"{where}: {said}"


def _filled_rows(path: Path, errors: list[ProblemError]) -> Iterator[tuple[str, list[str]]]:
    """Give the rows in which something is written, each with its number in a spreadsheet."""
    rows = rows_of(path)
    for number in count(1):
        where = f"{path.name}, row {number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except BrokenRowError as error:  # where the next row begins is unknown
            errors.append(ProblemError(f"{where}: {error}"))
            return
        if any(row):
            yield where, row
