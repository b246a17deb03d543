"""How long something takes, as people count in their language."""

import pytest
from flask import Flask
from flask_babel import force_locale

from webapp.wording.days import duration


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        ("fr", 45, "45\u00a0min"),
        ("fr", 185, "3\u00a0h\u00a005"),
        ("ar", 60, "ساعة واحدة"),
        ("ar", 120, "ساعتين"),
        ("ar", 240, "4 ساعات"),
        ("ar", 660, "11 ساعة"),
        ("ar", 250, "4 ساعات و10 دقائق"),
        ("ar", 605, "10 ساعات و5 دقائق"),
        ("ar", 122, "ساعتين ودقيقتين"),
        ("ti", 605, "10 ሰዓታትን 5 ደቓይቕን"),
    ],
)
def test_hours_are_counted_as_the_language_counts(
    app: Flask, language: str, minutes: int, said: str
) -> None:
    with app.test_request_context(), force_locale(language):
        assert duration(minutes) == said
