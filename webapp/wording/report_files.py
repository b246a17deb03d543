"""The files of a frozen report, made from what it says alone: the same bytes whenever they are.

Nothing here asks the database, the language of the reader or the clock.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from webapp.ground import languages
from webapp.services.imports.writing import written, written_sheets

Said = Mapping[str, Any]
NO_SHARE: Final = "–"
FIRST_DAY_OF_ZIP: Final = (1980, 1, 1, 0, 0, 0)
WRITTEN_AT: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
"""The instants that a workbook says of itself."""


def as_csv(said: Said) -> bytes:
    """Return the figures as one table."""
    return written(said["title"], said["words"]["heads"], [*_rows(said)], "csv")


def as_workbook(said: Said) -> bytes:
    """Return the figures, and their definitions on a sheet beside."""
    words = said["words"]
    about = [[each] for each in [said["foreword"], *said["about"], *said["notes"]] if each]
    definitions = [[table["title"], table["definition"]] for table in said["tables"]]
    sheets = [
        (words["figures"], [words["heads"], *_rows(said)]),
        (words["definitions"], [[said["title"]], *about, *definitions]),
    ]
    return _without_instants(written_sheets(sheets), said["frozen_at"])


def as_pdf(said: Said) -> bytes:
    """Return the report to print: each indicator with its definition, its figures and bars."""
    from webapp.pdf import PdfDocument  # noqa: PLC0415 (slow to import; few pages need it)

    made_at = datetime.fromisoformat(said["frozen_at"])
    document = PdfDocument(languages.DEFAULT, said["title"], made_at=made_at)
    for paragraph in filter(None, said["foreword"].splitlines()):
        document.paragraph(paragraph)
    document.facts([(each, "") for each in said["about"]])
    for note in said["notes"]:
        document.small(note)
    _indicator, _split, who, told, *_bands, share = words = said["words"]["heads"]
    of_these = words[len(words) // 2 + 1]
    for table in said["tables"]:
        document.heading(table["title"])
        document.small(table["definition"])
        for part in table["parts"]:
            lines = part["lines"]
            counts = table["counts"] and lines[0]["counted"] is not None
            heads = [who, told, of_these, share] if counts else [who, told]
            document.table(
                [part["title"] or table["unit"], *heads[1:], ""],
                [[*_cells(said, line, counts=counts), ""] for line in lines],
                shares=(3, *([1.5] * (len(heads) - 1)), 2),
                bars=[line["bar"] / 100 for line in lines] if part["title"] else (),
            )
    return document.content()


FILES: Final[dict[str, Callable[[Said], bytes]]] = {
    "pdf": as_pdf, "xlsx": as_workbook, "csv": as_csv,
}  # fmt: skip
"""How each kind of file is made."""


def digests(said: Said) -> dict[str, str]:
    """Return the SHA-256 of each file, by its kind."""
    return {kind: hashlib.sha256(make(said)).hexdigest() for kind, make in FILES.items()}


Figure = Mapping[str, Any] | int
"""What is said of a count: with its band, or, in a report of before there were bands, alone."""


def figure(said: Said, told: Figure) -> str:
    """Return a figure as it is written; alone, 0 is written as the words for few."""
    return str(told or said["words"]["few"]) if isinstance(told, int) else str(told["words"])


def _cells(said: Said, line: Mapping[str, Any], *, counts: bool) -> list[str]:
    cells = [line["who"], figure(said, line["among"])]
    if counts:
        share = line["share"]
        cells.append(figure(said, line["counted"]))
        cells.append(NO_SHARE if share is None else f"{share}\u00a0%")
    return cells


def _rows(said: Said) -> Iterator[list[str | int | None]]:
    for table in said["tables"]:
        for part in table["parts"]:
            for line in part["lines"]:
                yield [
                    table["title"],
                    part["title"],
                    line["who"],
                    *_numbers(said, line["among"]),
                    *_numbers(said, line["counted"], line["among"]),
                    line["share"],
                ]


def _numbers(said: Said, told: Figure | None, like: Figure | None = None) -> list[str | int | None]:
    """Return what the cells of a table have of a figure: it and its band, or it alone."""
    if isinstance(told, int):
        return [told or str(said["words"]["few"])]
    if told is None:
        return [None] if isinstance(like, int) else [None, None, None]
    return [told[each] for each in ("told", "least", "most")]


def _without_instants(workbook: bytes, at: str) -> bytes:
    """Return a workbook that says nothing of when it was written but when it was frozen."""
    written_at = datetime.fromisoformat(at).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    steady = BytesIO()
    with ZipFile(BytesIO(workbook)) as before, ZipFile(steady, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = WRITTEN_AT.sub(rb"\g<1>" + written_at, before.read(name))
            after.writestr(ZipInfo(name, FIRST_DAY_OF_ZIP), content, ZIP_DEFLATED)
    return steady.getvalue()
