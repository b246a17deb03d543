"""Cells as Excel and LibreOffice write them in France, and as people type them."""

from typing import Any

import pytest

from matching import ProblemError
from matching.command.cells import cell_of
from matching.serialization import PARTY_FIELDS, SLOT_FIELDS

FIELDS = SLOT_FIELDS | PARTY_FIELDS


def read(name: str, cell: str) -> Any:
    """Read a cell as the table does, and what it means as the format does."""
    return FIELDS[name](cell_of(name, FIELDS[name])(cell), name)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_cell(name: str) -> None:
    assert callable(cell_of(name, FIELDS[name]))


@pytest.mark.parametrize(
    "cell", ["2027-04-05", "05/04/2027", "5/4/2027", "05.04.2027", "05-04-2027", "2027-04-05 00:00"]
)
def test_a_day_is_read_in_either_order(cell: str) -> None:
    assert read("arrival", cell).isoformat() == "2027-04-05"


@pytest.mark.parametrize("cell", ["04/13/2027", "31/04/2027", "00/04/2027"])
def test_a_day_in_the_order_of_another_country_is_not_guessed(cell: str) -> None:
    with pytest.raises(ProblemError, match="with the day first"):
        read("arrival", cell)


@pytest.mark.parametrize("cell", ["05/04/27", "46117", "avril", "2027-4"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(ProblemError, match="expected a day such as"):
        read("arrival", cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2027-04-01/2027-04-20; 2027-05-10/2027-05-31",
        "01/04/2027-20/04/2027; 10/05/2027-31/05/2027",
        "01/04/2027/20/04/2027, 10/05/2027/31/05/2027",
        "du 01/04/2027 au 20/04/2027 | Du 10/05/2027 AU 31/05/2027",
        "01/04/2027 – 20/04/2027\n10/05/2027 → 31/05/2027",
        "from 2027-04-01 to 2027-04-20; 2027-05-10 / 2027-05-31",
    ],
)
def test_free_days_are_read_as_they_are_written(cell: str) -> None:
    found = [(first.isoformat(), last.isoformat()) for first, last in read("available", cell)]
    assert found == [("2027-04-01", "2027-04-20"), ("2027-05-10", "2027-05-31")]


@pytest.mark.parametrize("cell", ["2027-04-01", "printemps", "2027-04-01/", "1/2/3"])
def test_free_days_need_a_first_and_a_last(cell: str) -> None:
    with pytest.raises(ProblemError, match="expected a"):
        read("available", cell)


@pytest.mark.parametrize(
    ("words", "meant"),
    [("VRAI TRUE oui Yes 1 x", True), ("FAUX FALSE non No 0", False)],
)
def test_true_and_false_are_read_in_both_languages(words: str, meant: bool) -> None:
    assert {read("private", word) for word in words.split()} == {meant}


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("100", 100), ("12,5", 12.5), ("12.5", 12.5), ("1 200,5", 1200.5), ("1\u202f200", 1200)],
)
def test_numbers_have_commas_or_points(cell: str, meant: float) -> None:
    assert read("reach_km", cell) == meant


@pytest.mark.parametrize(
    ("cell", "meant"), [("2", 2), ("2,00", 2), ("2.0", 2), ("1\u00a0200", 1200)]
)
def test_whole_numbers_may_be_written_with_zeros_behind(cell: str, meant: int) -> None:
    assert read("men", cell) == meant


@pytest.mark.parametrize("cell", ["2,5", "1 2", "1,200,000", "deux"])
def test_what_is_no_whole_number_is_refused(cell: str) -> None:
    with pytest.raises(ProblemError, match="expected a whole number"):
        read("men", cell)


@pytest.mark.parametrize(
    "cell",
    ["48.85; 2.35", "48,85; 2,35", "48,85|2,35", "48.85, 2.35", "48.85 2.35", "48,85 2,35",
     "48,85, 2,35", "48.85,2.35"],
)  # fmt: skip
def test_a_place_is_read_as_maps_and_spreadsheets_write_it(cell: str) -> None:
    assert read("home", cell) == (48.85, 2.35)


@pytest.mark.parametrize("cell", ["48,85", "48.85", "48; 2; 3", "48,85,2,35"])
def test_half_a_place_is_refused(cell: str) -> None:
    with pytest.raises(ProblemError, match="latitude and a longitude"):
        read("home", cell)


@pytest.mark.parametrize("cell", ["prs; en", "prs, en", "prs|en", "prs\nen"])
def test_a_list_of_codes_is_separated_by_any_usual_sign(cell: str) -> None:
    assert read("languages", cell) == ("prs", "en")


def test_rooms_are_beds_and_may_lock() -> None:
    assert [(room.beds, room.locks) for room in read("rooms", "2; 1 locks")] == [(2, 0), (1, 1)]
