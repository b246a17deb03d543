"""What a spreadsheet shows, as text: from a workbook of Excel or LibreOffice, or from CSV."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matching.command.files import decoded
from matching.command.rows import BrokenRowError, rows_of_text
from webapp.ground.errors import RuleBroken

MOST_BYTES: Final = 8 * 2**20
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 250
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and ODS begin, and XLS, or a workbook behind a password."""
FORMULAS = tuple("=+-@")
REFUSED: Final = {
    "large": "table-too-large",
    "locked": "table-locked",
    "empty": "table-empty",
}
"""What a workbook is refused for, by the word for it; whatever else, it cannot be read."""
OPENING = Path(__file__).with_name("opening.py")
PATIENCE = 60
"""Seconds that a workbook may take in all."""


@dataclass(frozen=True)
class Sheet:
    """The first visible sheet of a file that has something in it; a row a line, from the first.

    Parameters
    ----------
    name
        Empty for CSV, which has one.
    """

    name: str
    rows: list[list[str]]


def read_sheet(written: bytes) -> Sheet:
    """Read an uploaded file.

    Raises
    ------
    RuleBroken
        With what to do about one that is no table, is locked, broken, empty or too large.
    """
    if len(written) > MOST_BYTES:
        raise RuleBroken("table-too-large")
    sheet = _opened(written) if written.startswith(WORKBOOKS) else Sheet("", _from_text(written))
    filled = sum(any(row) for row in sheet.rows)
    if filled == 0:
        raise RuleBroken("table-empty")
    if filled > MOST_ROWS + 1:
        raise RuleBroken("table-too-large")
    return sheet


def _from_text(written: bytes) -> list[list[str]]:
    is_utf_16 = written[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if not is_utf_16 and (b"\0" in written or written.startswith((b"%PDF", b"{\\rtf"))):
        raise RuleBroken("table-unreadable")
    rows = []
    try:
        for row in rows_of_text(decoded(written)):
            rows.append([_unguarded(cell) for cell in row[:MOST_COLUMNS]])
            if len(rows) > 4 * MOST_ROWS:
                raise RuleBroken("table-too-large")
    except BrokenRowError as error:
        raise RuleBroken("table-row-broken", row=len(rows) + 1) from error
    except UnicodeDecodeError as error:
        raise RuleBroken("table-unreadable") from error
    return rows


def _unguarded(cell: str) -> str:
    """Drop the sign that keeps a text of ours from being taken for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULAS else cell


def _opened(written: bytes) -> Sheet:
    """Open a workbook in a process that ends alone, whatever the workbook does to it."""
    command = [sys.executable, "-I", str(OPENING), str(MOST_ROWS), str(MOST_COLUMNS)]
    try:
        ended = subprocess.run(  # noqa: S603 (our own program, on bytes it is given)
            command, input=written, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RuleBroken("table-too-large") from error
    if ended.returncode != 0:
        is_killed = ended.returncode < 0 or b"MemoryError" in ended.stderr
        raise RuleBroken("table-too-large" if is_killed else "table-unreadable")
    answer = json.loads(ended.stdout)
    if "refused" in answer:
        raise RuleBroken(REFUSED.get(answer["refused"], "table-unreadable"))
    return Sheet(answer["sheet"], answer["rows"])
