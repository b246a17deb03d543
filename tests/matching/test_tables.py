"""Spreadsheets as people save them: rows counted as they see them, and every bad one named."""

from pathlib import Path

import pytest

from matching.command.files import FileError
from matching.command.tables import PARTIES, SLOTS, read_table

HEADER = "id,men,home,reach_km,languages"
GOOD = "p1,1,48.85;2.35,100,en"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "parties.csv"


def refused(table: Path, *rows: str) -> list[str]:
    table.write_text("\n".join(rows), encoding="utf-8")
    return [str(error) for error in read_table(table, PARTIES).errors]


def ids(table: Path) -> list[str]:
    read = read_table(table, PARTIES)
    assert read.errors == []
    return [row["id"] for row in read.rows]


def test_rows_in_which_nothing_is_written_are_left_out(table: Path) -> None:
    table.write_text("\n".join(["", ",,", HEADER, "", GOOD, ",,,,", " , ", ""]), encoding="utf-8")
    assert ids(table) == ["p1"]


def test_a_file_without_a_row_has_no_parties(table: Path) -> None:
    table.write_text("", encoding="utf-8")
    assert ids(table) == []


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
    table.write_text(f"{HEADER}\np1,x\n,1\np3,x", encoding="utf-8")
    errors = read_table(table, PARTIES).errors
    assert [error.ids for error in errors] == [("p1",), (), ("p3",)]


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
    assert refused(table, "", f"{HEADER},men", f"{GOOD},3") == [
        "parties.csv, row 2: two columns are called men: keep one of them."
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_that_excel_saves_is_read(table: Path, encoding: str) -> None:
    table.write_bytes(f"{HEADER}\r\nThéo,1,48.85;2.35,100,en\r\n".encode(encoding))
    assert ids(table) == ["Théo"]


def test_a_file_that_is_no_text_is_named(table: Path) -> None:
    table.write_bytes(b"\x81\x8d\x8f")
    with pytest.raises(
        FileError, match=r"parties\.csv is no text that can be read: save it as CSV"
    ):
        read_table(table, PARTIES)


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
    (slot,) = read_table(table, SLOTS).rows
    assert (slot["id"], slot["place"], slot["rooms"]) == ("s1", [48.9, 2.3], [2, 1])


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_excel_does_not_show_names_the_separator_and_is_no_row(
    table: Path, said: str
) -> None:
    header = HEADER.replace(",", ";")
    bad = "p1;one;48,85 2,35;100;en,fr,prs"
    assert refused(table, said, header, bad) == [
        "parties.csv, row 2 (p1), men: expected a whole number, found 'one'."
    ]


def test_all_wrong_cells_of_a_row_are_told_at_once(table: Path) -> None:
    said = refused(table, HEADER, "p1,one,north,far,en")
    assert [line.split(":")[0] for line in said] == [
        "parties.csv, row 2 (p1), men",
        "parties.csv, row 2 (p1), home",
        "parties.csv, row 2 (p1), reach_km",
    ]


def test_an_unknown_column_is_said_once_and_of_the_header(table: Path) -> None:
    assert refused(table, "id,man,home,reach_km,zzz", "p1,1,48.85;2.35,100,x") == [
        "parties.csv, row 1: man is no column: name it as in men, or leave it out.",
        "parties.csv, row 1: zzz is no column: name it as in id, men, women, children, home, "
        "reach_km, languages, french, interpreter, available, needs, wishes, frames, "
        "waiting_since, past_visits, refuses, together, referent, groups, private, told_until, or "
        "leave it out.",
        "parties.csv, row 2: Party p1 has nobody in it: give at least one man, woman or child.",
    ]


def test_a_column_that_is_missing_is_said_once_and_of_the_header(table: Path) -> None:
    assert refused(table, "id,men", "p1,1", "p2,1") == [
        "parties.csv, row 1: no column is called home nor reach_km: add what is missing."
    ]


def test_columns_may_have_capitals_and_spaces(table: Path) -> None:
    table.write_text("ID;Men;Home;Reach km\np1;1;48,85 2,35;100", encoding="utf-8")
    assert ids(table) == ["p1"]


def test_two_rows_of_one_id_are_named(table: Path) -> None:
    assert refused(table, HEADER, GOOD, "", GOOD) == [
        "parties.csv, row 4 (p1), id: parties.csv, row 2 has it already: give each its own."
    ]


def test_a_cell_below_no_name_is_refused(table: Path) -> None:
    assert refused(table, f"{HEADER},,", f"{GOOD},,x") == [
        "parties.csv, row 2 (p1): more cells than the header has columns: check the quotes."
    ]
