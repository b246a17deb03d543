"""What openpyxl, Google Sheets, Excel, LibreOffice and KoboToolbox write differently is read alike.

Made by hand as those programs write it, where the programs are not here (`written/README.md`).
"""

from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from flask import Flask

from tests.webapp.imports import workbooks
from webapp.portals.imports import proposing
from webapp.services.imports.sheets import read_sheet
from webapp.services.imports.tables import Table, table_of

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ZOE = '<t xml:space="preserve">Zoé </t>'
"""What stands in bold is in a piece of its own."""
INLINE = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'
FIRST = "".join(INLINE.format(at, name) for at, name in (("A1", "Prénom"), ("B1", "Ville")))


@pytest.fixture(autouse=True)
def words(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def read(written: bytes) -> Table:
    return table_of(read_sheet(written), lambda name: bool(proposing.meaning_of("parties", name)))


def xlsx(
    *sheets: tuple[str, str], shared: str = "", about: str = "", styles: str = "", after: str = ""
) -> bytes:
    """Return a workbook of these sheets: what stands beside the name of each, and its rows."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="Feuille {n}" sheetId="{n}" {state} r:id="rId{n}"/>'
        for n, (state, _rows) in zip(numbers, sheets, strict=True)
    )
    parts = [(f"worksheets/sheet{n}.xml", "worksheet") for n in numbers]
    parts += [("sharedStrings.xml", "sharedStrings")] * bool(shared)
    parts += [("styles.xml", "styles")] * bool(styles)
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{name}"/>'
        for n, (name, kind) in enumerate(parts, start=1)
    )
    types = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{SHEET}.{kind}+xml"/>'
        for name, kind in parts
    )
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relation'
        f'ships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{targets}'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}">{about}<sheets>{listed}'
        "</sheets></workbook>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{shared}</sst>",
        "xl/styles.xml": f"<styleSheet {MAIN}>{styles}</styleSheet>",
    }
    for n, (_state, rows) in zip(numbers, sheets, strict=True):
        made[f"xl/worksheets/sheet{n}.xml"] = (
            f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"
        )
    return workbooks.packed(made)


ROW_OF_TWO = '<row r="2"><c r="A2"{0}>{1}</c><c r="B2" t="inlineStr"><is><t>Caen</t></is></c></row>'


@pytest.mark.parametrize(
    ("kind", "value", "shared"),
    [
        (' t="inlineStr"', "<is><t>Zoé Haile</t></is>", ""),
        (' t="inlineStr"', f"<is><r>{ZOE}</r><r><rPr><b/></rPr><t>Haile</t></r></is>", ""),
        (' t="s"', "<v>0</v>", "<si><t>Zoé Haile</t></si>"),
        (' t="s"', "<v>0</v>", f"<si><r>{ZOE}</r><r><t>Haile</t></r></si>"),
        (' t="s" s="7"', "<v>0</v>", '<si><t xml:space="preserve"> Zoé Haile </t></si>'),
        (' t="str"', '<f>CONCAT("Zoé"," Haile")</f><v>Zoé Haile</v>', ""),
    ],
)
def test_text_is_read_wherever_a_program_keeps_it(kind: str, value: str, shared: str) -> None:
    """Google Sheets and openpyxl share their strings, others write them into the cell."""
    written = xlsx(("", f'<row r="1">{FIRST}</row>{ROW_OF_TWO.format(kind, value)}'), shared=shared)
    assert read(written).rows == [(2, ["Zoé Haile", "Caen"])]


@pytest.mark.parametrize("state", ['state="hidden"', 'state="veryHidden"'])
def test_a_sheet_that_nobody_sees_is_not_read(state: str) -> None:
    """A list of choices is often kept so; `veryHidden` is what only a macro shows again."""
    hidden = f'<row r="1">{FIRST}</row>{ROW_OF_TWO.format("", "<v>1</v>")}'
    shown = f'<row r="1">{FIRST}</row>' + ROW_OF_TWO.format(
        ' t="inlineStr"', "<is><t>Salma</t></is>"
    )
    table = read(xlsx((state, hidden), ("", shown)))
    assert (table.sheet, table.rows) == ("Feuille 2", [(2, ["Salma", "Caen"])])


def test_rows_that_are_only_coloured_are_none_and_numbers_of_rows_stay_those_of_the_sheet() -> None:
    """Google Sheets writes its thousand rows with a height and a style, and skips numbers."""
    coloured = "".join(
        f'<row r="{n}" ht="15.75" customHeight="1"><c r="A{n}" s="2"/></row>'
        for n in range(7, 1001)
    )
    salma = ROW_OF_TWO.format(' t="inlineStr"', "<is><t>Salma</t></is>").replace('2"', '6"')
    table = read(xlsx(("", f'<row r="3">{FIRST.replace("1", "3")}</row>{salma}{coloured}')))
    assert table.rows == [(6, ["Salma", "Caen"])]


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("<f>B9</f>", ""),
        ("<f>B9</f><v></v>", ""),
        ("<f>1990+1</f><v>1991</v>", "1991"),
        ('<f t="shared" si="0"/><v>1991</v>', "1991"),
    ],
)
def test_a_formula_is_read_by_the_value_beside_it_and_is_empty_without_one(
    cell: str, read_as: str
) -> None:
    first = FIRST + INLINE.format("C1", "Né(e) en")
    row = ROW_OF_TWO.format(' t="inlineStr"', "<is><t>Salma</t></is>")
    row = row.replace("</row>", f'<c r="C2">{cell}</c></row>')
    beside = row.replace('2"', '3"').replace(cell, "<v>1980</v>")
    table = read(xlsx(("", f'<row r="1">{first}</row>{row}{beside}')))
    assert table.rows[0][1][2] == read_as


DATES = (
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("about", "number"), [("", 46482), ('<workbookPr date1904="1"/>', 46482 - 1462)]
)
def test_days_are_read_by_the_calendar_of_their_workbook(about: str, number: int) -> None:
    """Excel on a Mac counts from 1904; the workbook says which."""
    first = FIRST + INLINE.format("C1", "Fin du titre")
    row = ROW_OF_TWO.format(' t="inlineStr"', "<is><t>Salma</t></is>")
    row = row.replace("</row>", f'<c r="C2" s="1"><v>{number}</v></c></row>')
    table = read(xlsx(("", f'<row r="1">{first}</row>{row}'), about=about, styles=DATES))
    assert table.rows[0][1][2] == "2027-04-05"


def test_what_stands_in_merged_cells_stands_in_the_first_of_them() -> None:
    """As a spreadsheet shows it: the others are empty, and a title above the header is none."""
    title = INLINE.format("A1", "Accueil de mars")
    row = ROW_OF_TWO.format(' t="inlineStr"', "<is><t>Salma</t></is>").replace('2"', '3"')
    merged = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A3:A4"/></mergeCells>'
    other = '<row r="4"><c r="B4" t="inlineStr"><is><t>Lisieux</t></is></c></row>'
    first = FIRST.replace("1", "2")
    rows = f'<row r="1">{title}</row><row r="2">{first}</row>{row}{other}'
    table = read(xlsx(("", rows), after=merged))
    assert table.rows == [(3, ["Salma", "Caen"]), (4, ["", "Lisieux"])]


def ods_of(*cells_of_row: str) -> bytes:
    """Return a workbook of LibreOffice: a header, and a row of these cells as XML."""
    plain = workbooks.ods([["Prénom", "Heures"], ["@@", "@@"]])
    with ZipFile(BytesIO(plain)) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    old = '<table:table-cell office:value-type="string"><text:p>@@</text:p></table:table-cell>'
    texts["content.xml"] = texts["content.xml"].replace(old * 2, "".join(cells_of_row))
    return workbooks.packed(texts)


def ods_text(words: str) -> str:
    paragraphs = "".join(f"<text:p>{escape(each)}</text:p>" for each in words.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [("PT07H30M00S", "07:30:00"), ("PT36H00M00S", "36:00:00"), ("PT100H05M00S", "100:05:00")],
)
def test_a_duration_of_libreoffice_is_read_as_it_is_shown(written: str, shown: str) -> None:
    """One of a day and more comes as text, `PT36H00M00S`, one of less as a time of the day."""
    cell = (
        f'<table:table-cell office:value-type="time" office:time-value="{written}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )
    assert read(ods_of(ods_text("Salma"), cell)).rows == [(2, ["Salma", shown])]


def test_a_duration_of_excel_is_read_as_it_is_shown() -> None:
    first = FIRST + INLINE.format("C1", "Heures")
    row = ROW_OF_TWO.format(' t="inlineStr"', "<is><t>Salma</t></is>")
    row = row.replace("</row>", '<c r="C2" s="1"><v>1.5</v></c></row>')
    styles = DATES.replace('numFmtId="14"', 'numFmtId="46"')
    table = read(xlsx(("", f'<row r="1">{first}</row>{row}'), styles=styles))
    assert table.rows[0][1][2] == "36:00:00"


def test_lines_and_repeated_cells_of_libreoffice_are_read_as_they_are_shown() -> None:
    repeated = '<table:table-cell table:number-columns-repeated="2" office:value-type="string">'
    cell = f"{repeated}<text:p>Salma</text:p></table:table-cell>"
    [(_number, row)] = read(ods_of(cell)).rows
    assert row == ["Salma", "Salma"]
    [(_number, row)] = read(ods_of(ods_text("Salma\nOmar"), ods_text("x"))).rows
    assert row == ["Salma\nOmar", "x"]


@pytest.mark.parametrize("group", ["", "foyer/", "begin/foyer/"])
def test_choices_of_a_group_of_kobotoolbox_are_read_and_never_their_summary(group: str) -> None:
    """An export may keep the groups of a form in each name, and leave the summaries out or not."""
    header = f"{group}prenom,{group}langues,{group}langues/ar,{group}langues/fr"
    table = read(f"{header}\nSalma,ar fr,1,1\nOmar,ar,1,0\n".encode())
    asked = dict(zip(table.header, zip(*(row for _n, row in table.rows), strict=True), strict=True))
    assert asked[f"{group}langues"] == ("ar; fr", "ar")
    assert f"{group}langues/ar" not in asked
