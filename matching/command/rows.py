"""The rows of a file as its spreadsheet shows them, from text or from a workbook.

Columns of text may be separated by commas, semicolons or tabs; a first line ``sep=;`` says so.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from matching.command.files import table_text_of
from matching.command.workbooks import is_workbook, rows_of_workbook

SEPARATORS = ",;\t"
_SAID = re.compile(r'"?sep=(.)"?[ ,;\t]*(?:\n|$)', re.IGNORECASE)
"""A first line that Excel writes, reads and does not show."""


class BrokenRowError(ValueError):
    """Where a row ends cannot be known; the sentence says what to mend."""


def rows_of(path: Path) -> Iterator[list[str]]:
    """Give every row, empty ones too, and one with a line break in a cell once.

    Raises
    ------
    FileError
        When the file cannot be read.
    BrokenRowError
        At a row that has no end.
    """
    return rows_of_workbook(path) if is_workbook(path) else rows_of_text(table_text_of(path))


def rows_of_text(text: str) -> Iterator[list[str]]:
    """Give every row of a table that is text.

    Raises
    ------
    BrokenRowError
        At a row that has no end.
    """
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator(text)
    try:
        for row in csv.reader(StringIO(text), delimiter=separator, strict=True):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise BrokenRowError(
            "a quote is not closed, or a cell is far too long: mend it."
        ) from error


def _separator(text: str) -> str:
    """Return what stands most often in the first row in which something is written."""
    header = next((line for line in StringIO(text) if line.strip(f"{SEPARATORS} \n")), "")
    return max(SEPARATORS, key=header.count)
