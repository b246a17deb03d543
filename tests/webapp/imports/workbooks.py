"""Workbooks as programs make them, small, and those that mean harm."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
FAILED = ' office:string-value="" calcext:value-type="error"'
"""What LibreOffice writes of a cell whose formula has failed."""


def xlsx(rows: Sequence[Sequence[Any]], book: Workbook | None = None) -> bytes:
    """Return a workbook of Excel; rows go into the sheet that is open."""
    made = book or Workbook()
    for row in rows:
        made.active.append(list(row))
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook as LibreOffice writes one: its empty rows go down to the last there is."""
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"{FAILED if cell[0] == "#" else ""}>'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    rest = (
        f'<table:table-row table:number-rows-repeated="{1_048_576 - len(rows)}">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:body>'
        f'<office:spreadsheet><table:table table:name="Personnes">{lines}{rest}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    named = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    listed = f"<m:manifest {named}>{FILES}</m:manifest>"
    return packed({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": listed})


FILES = "".join(
    f'<m:file-entry m:full-path="{name}" m:media-type="{kind}"/>'
    for name, kind in (("/", ODS), ("content.xml", "text/xml"))
)


def packed(parts: dict[str, str]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return written.getvalue()


def far_apart() -> bytes:
    """Return a workbook of two cells, as far from each other as there is room."""
    book = Workbook()
    book.active["A1"], book.active["XFD9000"] = "Prénom", "x"
    return xlsx([], book)


def locked() -> bytes:
    """Return how a workbook behind a password begins: Excel seals it into an older container."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
