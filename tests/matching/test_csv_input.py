"""Spreadsheets as people save them: rows counted as they see them, and every bad one named."""

from pathlib import Path

import pytest

from matching import ProblemError
from matching.csv_input import FileError, read_parties, read_slots

HEADER = "id,men,home,reach_km,languages"
GOOD = "p1,1,48.85;2.35,100,en"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "parties.csv"


def refused(table: Path, *rows: str) -> list[str]:
    table.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        read_parties(table)
    return str(error.value).splitlines()


def test_rows_in_which_nothing_is_written_are_left_out(table: Path) -> None:
    table.write_text("\n".join(["", ",,", HEADER, "", GOOD, ",,,,", " , ", ""]), encoding="utf-8")
    assert [row["id"] for row in read_parties(table)] == ["p1"]


def test_a_file_without_a_row_has_no_parties(table: Path) -> None:
    table.write_text("", encoding="utf-8")
    assert read_parties(table) == []


def test_rows_are_counted_as_a_spreadsheet_shows_them(table: Path) -> None:
    two_lines = 'p2,1,48.85;2.35,100,"en;\nfr"'
    bad = "p3,one,48.85;2.35,100,en"
    assert refused(table, HEADER, "", GOOD, ",,,,", two_lines, bad) == [
        "parties.csv, row 6 (p3), men: expected a whole number, found 'one'."
    ]


def test_a_row_is_named_whatever_is_wrong_with_it(table: Path) -> None:
    said = refused(
        table,
        HEADER,
        ",1,48.85;2.35,100,en",
        "p3,0,48.85;2.35,100,en",
        "p4,1,95;2.35,100,en",
        "p5,1,48.85;2.35,nan,en",
        f"p6,{'9' * 5000},48.85;2.35,100,en",
        "p7,1,48.85;2.35,100,en,more",
        "p8,1",
    )
    for line, (row, about) in zip(
        said,
        [
            (2, "id is missing"),
            (3, "Party p3 has nobody in it"),
            (4, "give a latitude"),
            (5, "expected a number, found nan"),
            (6, "expected a whole number, found '9999"),
            (7, "more cells than the header has columns"),
            (8, "home is missing"),
        ],
        strict=True,
    ):
        assert line.startswith(f"parties.csv, row {row}")
        assert about in line


def test_the_error_carries_the_id_of_each_bad_row(table: Path) -> None:
    table.write_text("id,men\np1,1\n,1\np3,1", encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        read_parties(table)
    assert error.value.ids == ("p1", "p3")


@pytest.mark.parametrize("length", [10, 140_000], ids=["at the end", "in a cell without end"])
def test_a_quote_that_is_not_closed_is_named_beside_the_rows_before_it(
    table: Path, length: int
) -> None:
    said = refused(table, HEADER, "p1,one,,,", "", 'p2,1,"48.85;2.35,100,en', "p3" * length)
    assert said[0].startswith("parties.csv, row 2 (p1)")
    assert said[1:] == [
        "parties.csv, row 4: a quote is not closed, or a cell is far too long: mend it."
    ]


def test_two_columns_of_one_name_are_refused(table: Path) -> None:
    assert refused(table, "", "id,men,women,men", "p1,1,2,3") == [
        "parties.csv, row 2: two columns are called men: keep one of them."
    ]


def test_a_file_that_is_not_in_utf_8_is_named(table: Path) -> None:
    table.write_bytes(f"{HEADER}\nThéo,1,48.85;2.35,100,en".encode("latin-1"))
    with pytest.raises(FileError, match=r"parties\.csv is not text in UTF-8: save it again"):
        read_parties(table)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_usual_separator_and_line_end_will_do(
    tmp_path: Path, separator: str, line_end: str
) -> None:
    rows = [
        ["id", "farm", "place", "arrival", "departure", "rooms"],
        ["s1", "f1", '"48.9;2.3"', "2027-04-05", "2027-04-09", '"2; 1"'],
    ]
    table = tmp_path / "slots.csv"
    text = line_end.join(separator.join(row) for row in rows)
    table.write_bytes(text.encode("utf-8-sig"))
    (slot,) = read_slots(table)
    assert (slot["id"], slot["place"], slot["rooms"]) == ("s1", [48.9, 2.3], [2, 1])
