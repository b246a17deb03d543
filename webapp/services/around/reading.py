"""The files of a directory, line by line: CSV, or the JSON array of the same objects.

As data·inclusion publishes them (pandas writes both): a list stands in a cell of CSV as Python
writes it (``['a', "l'b"]``), and a day in JSON is the number of milliseconds since 1970.
"""

import ast
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import TextIOWrapper
from itertools import chain
from typing import IO, Any, Final, Literal, Protocol, TextIO

from webapp.ground.errors import RuleBroken

LONGEST: Final = 2**20
"""Characters of one object of a JSON array; descriptions have 10,000."""
A_PIECE: Final = 2**16
SEPARATORS: Final = ",;\t"


class File(Protocol):
    """A file of a directory, wherever it lies: a `Path`, or what was sent from a page."""

    @property
    def name(self) -> str:
        """How it is called."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:
        """Return it to be read from its beginning."""


class LineError(ValueError):
    """Something that one line says cannot be right.

    Parameters
    ----------
    code
        What is wrong; `webapp.wording` has its sentence.
    facts
        What the sentence needs.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Line:
    """What a directory says of one thing.

    Parameters
    ----------
    number
        Where it begins: the line of a CSV file, or its place in a JSON array, from 1.
    said
        By column; what a cell is, as its file writes it.
    """

    number: int
    said: dict[str, Any]

    def text(self, name: str) -> str | None:
        """Return what a column says; none where it is empty."""
        said = self.said.get(name)
        return (str(said).strip() or None) if said is not None else None

    def needed(self, name: str) -> str:
        """Return what a column says that every line must fill."""
        said = self.text(name)
        if said is None:
            raise LineError("empty", column=name)
        return said

    def day(self, name: str) -> date:
        """Return a day: ``2026-11-28``, an instant of it, or its milliseconds since 1970."""
        said = self.needed(name)
        try:
            if said.lstrip("-").isdigit():
                return datetime.fromtimestamp(int(said) / 1000, UTC).date()
            return date.fromisoformat(said[:10])
        except (ValueError, OverflowError, OSError):
            raise LineError("no-day", column=name, said=said) from None

    def number_of(self, name: str) -> float | None:
        """Return a number; none where the cell is empty."""
        said = self.text(name)
        try:
            return float(said) if said is not None else None
        except ValueError:
            raise LineError("no-number", column=name, said=said or "") from None

    def several(self, name: str) -> list[str]:
        """Return what a list says, each once and in order of the alphabet."""
        said = self.said.get(name)
        items = said if isinstance(said, list) else _items(name, self.text(name) or "")
        if not all(isinstance(each, str) for each in items):
            raise LineError("no-list", column=name, said=str(said))
        return sorted({each.strip() for each in items} - {""})


def _items(name: str, said: str) -> list[Any]:
    """Return the items of a list that stands in a cell."""
    if said.startswith("["):
        try:
            items = ast.literal_eval(said)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            raise LineError("no-list", column=name, said=said) from None
        return list(items)
    return said.strip("{}").replace("|", ",").replace(";", ",").split(",")


def lines_of(file: File, needed: frozenset[str]) -> Iterator[Line]:
    """Give the lines of a file, one at a time.

    Raises
    ------
    RuleBroken
        The file is neither CSV nor a JSON array in UTF-8, is broken off, or lacks a column.
    """
    try:
        with file.open("rb") as sent, TextIOWrapper(sent, "utf-8-sig", newline="") as text:
            start = text.read(1)
            read = _objects if start == "[" else _rows
            yield from read(start, text, file.name, needed)
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise RuleBroken("services-unreadable", file=file.name) from error


def _rows(start: str, text: TextIO, name: str, needed: frozenset[str]) -> Iterator[Line]:
    first = start if start in ("", "\n") else start + text.readline()
    rows = csv.reader(chain([first], text), delimiter=max(SEPARATORS, key=first.count), strict=True)
    header = [each.strip() for each in next(rows, [])]
    if missing := sorted(needed - set(header)):
        raise RuleBroken("services-columns", file=name, columns=missing)
    begins = rows.line_num + 1
    for cells in rows:
        if len(cells) != len(header) and any(cells):
            raise RuleBroken("services-line-broken", file=name, line=begins)
        if any(cells):
            yield Line(begins, dict(zip(header, cells, strict=True)))
        begins = rows.line_num + 1


def _objects(_start: str, text: TextIO, name: str, needed: frozenset[str]) -> Iterator[Line]:
    reader, number = json.JSONDecoder(), 0
    waiting = text.read(A_PIECE)
    while True:
        waiting = waiting.lstrip(" \t\r\n,")
        if waiting.startswith("]"):
            return
        try:
            said, end = reader.raw_decode(waiting)
        except ValueError:
            more = text.read(A_PIECE)
            if not more or len(waiting) > LONGEST:
                raise RuleBroken("services-line-broken", file=name, line=number + 1) from None
            waiting += more
            continue
        number, waiting = number + 1, waiting[end:]
        if not isinstance(said, dict):
            raise RuleBroken("services-line-broken", file=name, line=number)
        if number == 1 and (missing := sorted(needed - said.keys())):
            raise RuleBroken("services-columns", file=name, columns=missing)
        yield Line(number, said)
