"""Numbers are written with the separators of the language, each language its own."""

import pytest
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import force_locale

from webapp.ground.languages import ALL
from webapp.wording.numbers import GROUPED_FROM, format_number


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("fr", 12345, "12\u202f345"),
        ("en", 12345, "12,345"),
        ("fr", 1.5, "1,5"),
        ("en", 1.5, "1.5"),
        ("fr", 0, "0"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it_however_often(
    app: Flask, language: str, number: float, said: str
) -> None:
    with app.test_request_context(), force_locale(language):
        assert [format_number(number) for _ in range(2)] == [said, said]
        assert app.jinja_env.filters["numberformat"](number) == said


@pytest.mark.parametrize("number", [0, 7, GROUPED_FROM - 1])
def test_a_number_of_three_digits_is_written_alike_in_every_language(number: int) -> None:
    assert {format_decimal(number, locale=each.locale) for each in ALL} == {str(number)}
