"""Telephone numbers as people write them."""

import pytest

from webapp.ground.telephones import Line, line_of, read_number, takes_texts


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678", "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78", "0033612345678", "612345678", "33612345678",
        "06\u202f12\u202f34\u202f56\u202f78", "06\u200912\u200934\u200956\u200978",
        "06·12·34·56·78", "06_12_34_56_78", "٠٦١٢٣٤٥٦٧٨", "۰۶۱۲۳۴۵۶۷۸", "০৬১২৩৪৫৬৭৮",
        "\u200e+33612345678\u200f", "０６１２３４５６７８", "(+33) 6 12 34 56 78",
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(typed: str) -> None:
    assert read_number(typed) == "+33612345678"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0692 12 34 56", "+262692123456"),
        ("0690 12 34 56", "+590690123456"),
        ("0694 12 34 56", "+594694123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0639 69 12 34", "+262639691234"),
        ("0269 60 12 34", "+262269601234"),
        ("0596 50 12 34", "+596596501234"),
    ],
)
def test_an_overseas_number_keeps_its_own_country_code(typed: str, kept: str) -> None:
    assert read_number(typed) == kept


@pytest.mark.parametrize("typed", ["0596123456", "0695000000", "0508412345"])
def test_an_overseas_number_is_never_guessed_into_the_mainland(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["", "112", "3639", "070012", "0612", "un numéro", "06 12 34 56 78 poste 3", "+", "++3"],
)
def test_what_is_no_number_of_a_person_is_refused(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("+33612345678", Line.MOBILE),
        ("+33756789012", Line.MOBILE),
        ("+262692123456", Line.MOBILE),
        ("+93701234567", Line.MOBILE),
        ("+33639981234", Line.MOBILE),
        ("+33231000000", Line.FIXED),
        ("+33976123456", Line.FIXED),
        ("+33261910000", Line.FIXED),
        ("+33800123456", Line.FIXED),
        ("+33899123456", Line.SURCHARGED),
        ("+33810123456", Line.SURCHARGED),
    ],
)
def test_the_kind_of_a_number_says_what_it_can_carry(number: str, line: Line) -> None:
    assert line_of(number) is line


def test_only_a_mobile_takes_text_messages() -> None:
    assert takes_texts("+33612345678")
    assert not takes_texts("+33231000000")
    assert not takes_texts(None)
