"""Tables from workbooks: typed cells become what a person would have typed."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from matching.command import workbooks
from matching.command.files import FileError
from matching.command.tables import PARTIES, SLOTS, read_table


def saved(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    book.create_sheet("notes").append(("nobody reads this",))
    book.save(path)
    return path


def test_days_numbers_and_booleans_are_read_from_their_cells(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "slots.xlsx",
        ("id", "farm", "place", "arrival", "departure", "rooms", "min_people", "women_only"),
        (1, "f1", "48,45; 1,49", date(2027, 4, 5), datetime(2027, 4, 9), 2, 1.0, True),  # noqa: DTZ001
    )
    table = read_table(path, SLOTS)
    assert table.errors == []
    assert table.rows == [
        {"id": "1", "farm": "f1", "place": [48.45, 1.49], "arrival": "2027-04-05",
         "departure": "2027-04-09", "rooms": [2], "min_people": 1, "women_only": True}
    ]  # fmt: skip


def test_rows_of_a_workbook_are_counted_as_it_shows_them(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "Parties.XLSX",
        (),
        ("id", "men", "home", "reach_km"),
        (None, None),
        ("p1", "one", "48.85; 2.35", 100),
    )
    (error,) = read_table(path, PARTIES).errors
    assert str(error) == "Parties.XLSX, row 4 (p1), men: expected a whole number, found 'one'."


def with_a_wrong_dimension(path: Path) -> None:
    """Say that all is in A1, as some programs do."""
    written = BytesIO()
    with ZipFile(path) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1"'))
    path.write_bytes(written.getvalue())


def test_a_workbook_that_tells_a_wrong_size_is_read_to_its_end(tmp_path: Path) -> None:
    header, row = ("id", "men", "home", "reach_km"), ("p1", 1, "48.85; 2.35", 100)
    path = saved(tmp_path / "parties.xlsx", header, row)
    with_a_wrong_dimension(path)
    assert [each["id"] for each in read_table(path, PARTIES).rows] == ["p1"]


def test_what_is_no_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "parties.xlsx"
    with pytest.raises(FileError, match=r"parties\.xlsx cannot be read"):
        read_table(path, PARTIES)
    path.write_text("id;men\np1;1", encoding="utf-8")
    with pytest.raises(FileError, match=r"parties\.xlsx is no workbook that can be read"):
        read_table(path, PARTIES)


def test_without_openpyxl_a_workbook_is_asked_for_as_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "CAN_BE_USED", False)
    with pytest.raises(FileError, match="needs openpyxl: install it, or save the table as CSV"):
        read_table(tmp_path / "parties.xlsx", PARTIES)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Association\u00a0: «\u202ftoutes\u202f»", None),
        ("Bonjour,\n\nVoici\tles chiffres.", None),
        ("علی\u200cرضا", None),
        ("ক্\u200dষ", None),
        ("👩‍🌾", None),
        ("a\x00b\x0b\x1fc", "a\ufffdb\ufffd\ufffdc"),
        ("\ud800 \uffff", "\ufffd \ufffd"),
    ],
)
def test_a_text_leaves_with_all_its_signs_but_those_that_no_workbook_holds(
    tmp_path: Path, text: str, kept: str | None
) -> None:
    path = tmp_path / "written.xlsx"
    path.write_bytes(workbooks.workbook([("one", [["id"], [text]])]))
    assert openpyxl.load_workbook(path).worksheets[0]["A2"].value == (kept or text)
