"""What a spreadsheet shows is what is read: each program, each dialect, and what means harm."""

from datetime import date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.webapp.imports import workbooks
from webapp.ground.errors import RuleBroken
from webapp.portals.imports import cells, proposing
from webapp.services.imports.opening import ERRORS
from webapp.services.imports.sheets import read_sheet
from webapp.services.imports.tables import Table, table_of
from webapp.wording import sentence


@pytest.fixture(autouse=True)
def words(app: Flask) -> Any:
    with app.test_request_context():
        yield


def read(written: bytes) -> Table:
    return table_of(read_sheet(written), lambda name: bool(proposing.meaning_of("parties", name)))


def of_excel() -> Workbook:
    """A hidden sheet, a title, a merged cell, coloured empty rows, a formula without its value."""
    book = Workbook()
    book.active.append(["Prénom", "hidden"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Personnes")
    book.active = sheet
    sheet.append(["Nos familles"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["Prénom", "Téléphone", "Né le", "Fin du titre", "Majeur", "Note"])
    sheet.append(["Salma", 612345678, date(1994, 3, 2), date(2028, 5, 1), True, "=1+1"])
    for row in range(5, 3000):
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FFEE00")
    return book


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_workbook_is_read_as_excel_shows_it(epoch: datetime | None) -> None:
    book = of_excel()
    book.epoch = epoch or book.epoch
    table = read(workbooks.xlsx([], book))
    assert (table.sheet, table.header) == (
        "Personnes", ["Prénom", "Téléphone", "Né le", "Fin du titre", "Majeur"],
    )  # fmt: skip
    assert table.rows == [(4, ["Salma", "612345678", "1994-03-02", "2028-05-01", "true"])]


def test_a_workbook_of_libreoffice_is_read_to_where_it_ends() -> None:
    table = read(workbooks.ods([["Prénom", "Ville"], [], ["Salma", "Caen"]]))
    assert (table.sheet, table.header) == ("Personnes", ["Prénom", "Ville"])
    assert table.rows == [(3, ["Salma", "Caen"])]


@pytest.mark.parametrize("written", [workbooks.xlsx, workbooks.ods])
def test_a_cell_that_shows_an_error_says_it_and_is_not_taken_for_empty(written: Any) -> None:
    table = read(written([["Prénom", "Ville"], ["Salma", "#N/A"], ["Omar", "Caen"]]))
    assert table.rows == [(2, ["Salma", "#N/A"]), (3, ["Omar", "Caen"])]


@pytest.mark.parametrize(
    "written",
    [
        "<c r='B2' t='e'><v>#N/A</v></c>",
        '<x:c r="B2" t="e"><x:v>#N/A</x:v></x:c>',
        '<c\n  r="B2"\n  t = "e"><v>#N/A</v></c>',
        '<c t="e" r="B2"><v>#N/A</v></c>',
    ],
)
def test_an_error_is_seen_however_the_workbook_is_written(written: str) -> None:
    shown, text = ERRORS["xl/worksheets/"]
    assert shown.search(written.encode())
    said = shown.sub(text, written.encode()).decode()
    assert BeautifulSoup(said, "html.parser").find(["c", "x:c"])["t"] == "str"  # type: ignore[index]


def test_a_cell_of_another_kind_is_left_as_it_is() -> None:
    shown, _text = ERRORS["xl/worksheets/"]
    for written in (
        b'<c r="B2" t="s"><v>1</v></c>',
        b'<col min="1" style="e"/>',
        b'<c r="e"><v>2</v></c>',
    ):
        assert shown.search(written) is None


NOTE = '"deux\nlignes, ""entre guillemets"""'


@pytest.mark.parametrize(
    ("signs", "encoding", "end"),
    [(";", "cp1252", "\r\n"), ("sep=;", "utf-8", "\r\n"), (",", "utf-8-sig", "\n"),
     ("\t", "utf-16", "\r\n")],
)  # fmt: skip
def test_text_is_read_in_every_dialect(signs: str, encoding: str, end: str) -> None:
    rows = [["Prénom", "Ville", "Note"], ["Salma", "Caen", NOTE]]
    lines = [signs] * signs.startswith("sep") + [signs[-1].join(row) for row in rows]
    table = read("\n".join([*lines, ""]).replace("\n", end).encode(encoding))
    assert table.header == ["Prénom", "Ville", "Note"]
    assert table.rows == [(2, ["Salma", "Caen", 'deux\nlignes, "entre guillemets"'])]


@pytest.mark.parametrize(
    "header", ["langues/{}", "group_ab1/Langues parlées/{}"], ids=["names", "labels"]
)
def test_choices_of_a_form_are_read_one_by_one_and_never_their_summary(header: str) -> None:
    question = header.rpartition("/")[0]
    text = f"first_name,{question},{header.format('ar')},{header.format('Dari')}\n"
    table = read(f"{text}Salma,ar Dari,1,1\nAmina,ar,1,0\n".encode())
    assert table.header == ["first_name", question]
    assert [row for _number, row in table.rows] == [["Salma", "ar; Dari"], ["Amina", "ar"]]
    assert proposing.meaning_of("parties", question) == "languages"


def test_first_and_last_day_of_a_french_table_are_known_apart(app: Flask) -> None:
    with app.test_request_context():
        meant = [proposing.meaning_of("parties", f"Disponible {word}") for word in ("du", "au")]
    assert meant == ["available_from", "available_until"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (b"", "table-empty"),
        (b"%PDF-1.7\n", "table-unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0", "table-unreadable"),
        (b"PK\x03\x04 cut off", "table-unreadable"),
        (workbooks.packed({"a.txt": "no workbook"}), "table-unreadable"),
        (b'Prenom,Ville\nSalma,"Caen\n', "table-row-broken"),
        (b"a,b\n" * 1_000_000, "table-too-large"),
        (b"a" * (8 * 2**20 + 1), "table-too-large"),
        (workbooks.far_apart(), "table-too-large"),
        (workbooks.packed({"xl/workbook.xml": "0" * 110_000_000}), "table-too-large"),
        (workbooks.locked(), "table-unreadable"),
    ],
)
def test_what_is_no_table_is_refused_in_words(written: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_sheet(written)
    assert refused.value.code == code
    assert sentence(refused.value)


@pytest.mark.parametrize(
    ("reading", "cell", "meant"),
    [
        (cells.telephone, "612345678", "0612345678"),
        (cells.telephone, "33612345678", "+33612345678"),
        (cells.telephone, "+93 70 123 45 67", "+93 70 123 45 67"),
        (cells.year, "02/03/1994", "1994"),
        (cells.year, "1994-03-02", "1994"),
        (cells.number, "50 km", "50"),
        (cells.yes_no, "VRAI", True),
        (cells.yes_no, "نعم", True),
        (cells.yes_no, "peut-être", None),
        (cells.weekdays, "lun. mardi", ["1", "2"]),
        (lambda cell: cells.choice("sex", ("man", "woman"), cell), "Féminin", "woman"),
        (lambda cell: cells.level("french", ("A1", "A2"), cell), "a1.2", "A1"),
        (lambda cell: list(cells.spans(cell)), "Cours du 01/03/2027 au 30/06/2027 lundi",
         [("Cours", "2027-03-01", "2027-06-30", "lundi")]),
        (lambda cell: list(cells.spans(cell)), "en avril", [("", "en avril", "en avril", "")]),
    ],
)  # fmt: skip
def test_a_cell_means_what_people_mean(reading: Any, cell: str, meant: Any) -> None:
    assert reading(cell) == meant
