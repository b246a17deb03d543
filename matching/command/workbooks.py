"""Workbooks of Excel and LibreOffice, in and out, where openpyxl is installed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from matching.command.files import FileError, bytes_of

SUFFIX = ".xlsx"
CAN_BE_USED = find_spec("openpyxl") is not None

Value = str | int | float | date | None

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no workbook holds, by the production `Char` of XML; spaces and joiners of names stay."""

SHORT_DAY = "mm-dd-yy"
"""Format 14 of every workbook: shown in the order of the reader's country, whatever it says."""


def is_workbook(path: Path) -> bool:
    """Return whether a file is one, by its name.

    Raises
    ------
    FileError
        When it is, and none can be read here.
    """
    if path.suffix.lower() != SUFFIX:
        return False
    if not CAN_BE_USED:
        raise FileError(f"{path} needs openpyxl: install it, or save the table as CSV.")
    return True


def rows_of_workbook(path: Path) -> Iterator[list[str]]:
    """Give the rows of the first sheet, each cell as it would be typed."""
    import openpyxl  # noqa: PLC0415 - nothing else needs it

    written = BytesIO(bytes_of(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decoration that openpyxl does not know
            sheet = openpyxl.load_workbook(written, read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()  # some programs write that all is in A1
            rows = [[_typed(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # of a zip file, of XML, of what they say: they have no common kind
        raise FileError(f"{path} is no workbook that can be read: save it as CSV.") from error
    return iter(rows)


def _typed(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return "" if value is None else str(value).strip()


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Value]]]]) -> bytes:
    """Write sheets, each a name and its rows; the first row is a header that stays in sight."""
    import openpyxl  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row_number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                _fill(sheet.cell(row_number, column), value)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 16
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(cell: Any, value: Value) -> None:
    """Write a value as what it is: text is never a formula, a day is one in every country."""
    if isinstance(value, str):
        cell.value = NO_XML.sub("\N{REPLACEMENT CHARACTER}", value)
        cell.data_type = "s"
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = SHORT_DAY
