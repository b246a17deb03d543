"""A table as a file that a spreadsheet opens, and that comes in again."""

from collections.abc import Callable, Sequence
from typing import Final

from matching.command.answers import Answer, Sheet, as_csv, as_workbook
from matching.command.workbooks import Value, workbook

MIMETYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_WRITERS: dict[str, Callable[[Answer], bytes]] = {"xlsx": as_workbook, "csv": as_csv}


def written_sheets(sheets: Sequence[tuple[str, Sequence[Sequence[Value]]]]) -> bytes:
    """Return a workbook of several sheets, each a name and its rows."""
    return workbook(sheets)


def written(name: str, header: Sequence[str], rows: Sequence[Sequence[Value]], kind: str) -> bytes:
    """Return a table as a file: nothing in it is a formula.

    Parameters
    ----------
    name
        What its sheet is called.
    kind
        One of `MIMETYPES`.
    """
    sheet = Sheet(name, tuple(header), tuple(map(tuple, rows)))
    return _WRITERS[kind](Answer(None, (sheet,)))
