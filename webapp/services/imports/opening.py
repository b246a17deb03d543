"""Opens a workbook in a process of its own, which may neither grow nor last: a program, not a part.

The workbook comes on standard input. What is written is JSON: `{"sheet": …, "rows": […]}` with
each cell as it would be typed, or `{"refused": word}`.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

MOST_MEMORY = 512 * 2**20
MOST_SECONDS = 20
MOST_UNPACKED = 100 * 2**20
"""Bytes of a workbook's parts; ten thousand rows of forty columns take a fifth of it."""

ERRORS = {
    "xl/worksheets/": (
        re.compile(rb"(<(?:[\w.-]+:)?c\s(?:[^>]*?\s)?t\s*=\s*)([\"'])e\2"),
        rb"\1\2str\2",
    ),
    "content.xml": (
        re.compile(
            rb"(<table:table-cell\b(?=[^>]*\bcalcext:value-type\s*=\s*[\"']error[\"'])[^>]*?)"
            rb"\soffice:string-value\s*=\s*(?:\"\"|'')"
        ),
        rb"\1",
    ),
}
"""Where cells that show an error (#N/A) are written, in XLSX and ODS, by whichever writer of XML,
and how they become text. The reader takes them for empty, and nobody would hear that a formula
had failed."""

DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)S")
OLD_SHEET = re.compile(rb"\x09\x08\x10\x00\x00\x06\x10\x00")
OLD_ERROR = re.compile(
    rb"(?s)\x06\x00..(?P<row>..)(?P<column>..)..\x02\x00(?P<error>[\x00\x07\x0f\x17\x1d$*])"
    rb"\x00\x00\x00\xff\xff"
    rb"|\x05\x02\x08\x00(?P<at>..)(?P<of>..)..(?P<typed>[\x00\x07\x0f\x17\x1d$*])\x01"
)
"""How XLS begins a sheet, and writes a formula that failed, or an error that was typed."""
OLD_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip


def main(most_rows: int, most_columns: int) -> dict[str, Any]:
    """Read the workbook on standard input."""
    import python_calamine as calamine  # noqa: PLC0415 (after the limits, which hold for it too)

    written = sys.stdin.buffer.read()
    try:
        if written.startswith(b"PK"):
            if _unpacked(written) > MOST_UNPACKED:
                return {"refused": "large"}
            written = _with_errors_as_text(written)
        book = calamine.load_workbook(BytesIO(written))
        for each in book.sheets_metadata:
            if each.visible != calamine.SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(each.name)
            if sheet.end is None:
                continue
            if sheet.end[0] - (sheet.start or (0, 0))[0] > 4 * most_rows:
                return {"refused": "large"}
            rows = sheet.to_python(skip_empty_area=False)
            typed = [[_typed(cell) for cell in row[:most_columns]] for row in rows]
            if not written.startswith(b"PK"):
                _say_old_errors(typed, written, _place(book, each.name))
            return {"sheet": each.name, "rows": typed}
    except calamine.PasswordError:
        return {"refused": "locked"}
    except (calamine.CalamineError, zipfile.BadZipFile, ValueError):
        return {"refused": "unreadable"}
    return {"refused": "empty"}


def _unpacked(written: bytes) -> int:
    with zipfile.ZipFile(BytesIO(written)) as parts:
        return sum(part.file_size for part in parts.infolist())


def _with_errors_as_text(written: bytes) -> bytes:
    """Return a workbook whose cells say the error that they show; itself where there is none."""
    with zipfile.ZipFile(BytesIO(written)) as parts:
        changed = {}
        for name in parts.namelist():
            for start, (shown, text) in ERRORS.items():
                if name.startswith(start) and shown.search(part := parts.read(name)):
                    changed[name] = shown.sub(text, part)
        if not changed:
            return written
        anew = BytesIO()
        with zipfile.ZipFile(anew, "w") as kept:
            for name in parts.namelist():
                kept.writestr(name, changed[name] if name in changed else parts.read(name))
    return anew.getvalue()


def _place(book: Any, name: str) -> int:
    """Return how many sheets of cells come before this one."""
    sheets = [each.name for each in book.sheets_metadata if "WorkSheet" in str(each.typ)]
    return sheets.index(name)


def _say_old_errors(rows: list[list[str]], written: bytes, place: int) -> None:
    """Write the error that a cell of an XLS shows where the reader took it for empty."""
    sheets = [each.start() for each in OLD_SHEET.finditer(written)]
    for found in OLD_ERROR.finditer(written):
        if sum(start < found.start() for start in sheets) != place + 1:
            continue
        row, column, error = (
            int.from_bytes(found[one] or found[other] or b"", "little")
            for one, other in (("row", "at"), ("column", "of"), ("error", "typed"))
        )
        if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
            rows[row][column] = OLD_ERRORS[error]


def _typed(cell: Any) -> str:
    """Write a cell as it would be typed: whole numbers without a point, days as 2027-04-05.

    A duration is written as the spreadsheet shows it, 36:00:00: of a day or more XLSX gives a span
    of time, and ODS the text PT36H00M00S.
    """
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, str) and (lasts := DURATION.fullmatch(cell)):
        return ":".join(f"{int(part):02}" for part in lasts.groups())
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    json.dump(main(*map(int, sys.argv[1:])), sys.stdout)
