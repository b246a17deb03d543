"""Answers as they leave: JSON to the letter of the format, or a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from matching.command import workbooks
from matching.command.files import FileError
from matching.command.workbooks import Value


@dataclass(frozen=True)
class Sheet:
    """A table: a header, and rows as wide as it."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Answer:
    """One answer in both its forms; the first sheet is the one that a CSV file holds."""

    values: Any
    sheets: tuple[Sheet, ...]


def as_json(answer: Answer) -> bytes:
    """Write the values as JSON."""
    return f"{json.dumps(answer.values, ensure_ascii=False, indent=1)}\n".encode()


def as_csv(answer: Answer) -> bytes:
    """Write the first sheet as Excel reads it where numbers have commas: BOM and semicolons."""
    text = StringIO()
    sheet = answer.sheets[0]
    rows = csv.writer(text, delimiter=";")
    rows.writerow(sheet.header)
    rows.writerows([_cell(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str:
    """Write a value that no spreadsheet takes for a formula."""
    written = "" if value is None else str(value)
    return f"'{written}" if isinstance(value, str) and written[:1] in tuple("=+-@\t\r") else written


def as_workbook(answer: Answer) -> bytes:
    """Write every sheet into one workbook."""
    return workbooks.workbook([(each.name, (each.header, *each.rows)) for each in answer.sheets])


WRITERS: dict[str, Callable[[Answer], bytes]] = {".json": as_json, ".csv": as_csv}
"""How an answer is written into a file, by the end of its name."""

if workbooks.CAN_BE_USED:
    WRITERS[workbooks.SUFFIX] = as_workbook


def write(answer: Answer, files: Iterable[Path], printed: TextIO | None) -> None:
    """Write an answer to each file, or where no file is named, to standard output.

    Raises
    ------
    FileError
        When one of them cannot be written.
    """
    named = tuple(files)
    for path in named:
        _save(path, WRITERS.get(path.suffix.lower(), as_json)(answer))
    if not named:
        _print(answer, printed)


def _save(path: Path, written: bytes) -> None:
    try:
        path.write_bytes(written)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}.") from error


def _print(answer: Answer, printed: TextIO | None) -> None:
    """Print JSON: a terminal may know no more than ASCII."""
    if printed is None:
        raise FileError("Standard output is closed: name a file with -o.")
    try:
        printed.write(f"{json.dumps(answer.values, indent=1)}\n")
        printed.flush()
    except OSError as error:
        raise FileError(f"Standard output cannot be written: {error.strerror}.") from error
