"""Numbers are written with the separators of the language, each language its own."""

import pytest
from flask import Flask
from flask_babel import force_locale

from webapp.wording.numbers import format_number


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
