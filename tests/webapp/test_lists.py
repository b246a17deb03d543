"""Several things in a row, with the last one joined as each language does."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from webapp.wording import household, in_a_row, labels, listed

WEBAPP = Path(__file__).parents[2] / "webapp"
BY_HAND = re.compile(r"""["'], ["']( if [^}]*\}|\.join|\))""")
"""A comma and a space that no language could change."""


@pytest.mark.parametrize(
    ("language", "parts", "said"),
    [
        ("fr", [], ""),
        ("fr", ["a"], "a"),
        ("fr", ["a", "b"], "a et b"),
        ("fr", ["a", "b", "c"], "a, b et c"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("ar", ["أ", "ب"], "أ وب"),
        ("ar", ["أ", "ب", "ج"], "أ، ب وج"),
    ],
)
def test_the_last_of_a_list_is_joined(
    application: Flask, language: str, parts: list[str], said: str
) -> None:
    with application.test_request_context(), force_locale(language):
        assert listed(parts) == said


def test_languages_people_and_needs_are_said_as_lists(application: Flask) -> None:
    with application.test_request_context(), force_locale("ar"):
        assert labels("language", ["fr", "en", "ar"]) == "الفرنسية، الإنجليزية والعربية"
        assert household((1, 1, 2)) == "رجل واحد، امرأة واحدة وطفلان"
        assert in_a_row(["ليلتان", "لشخص واحد"]) == "ليلتان، لشخص واحد"


@pytest.mark.parametrize(
    ("language", "needs", "languages"),
    [
        ("fr", "Repas halal et repas végétariens", "français et anglais"),
        ("en", "Halal meals and vegetarian meals", "French and English"),
    ],
)
def test_a_list_has_one_capital_but_for_names(
    application: Flask, language: str, needs: str, languages: str
) -> None:
    with application.test_request_context(), force_locale(language):
        assert labels("need", ["halal-menu", "vegetarian"]) == needs
        assert labels("language", ["fr", "en"]) == languages


def test_no_list_is_joined_by_hand() -> None:
    rooms = ("wording", "portals", "services", "web", "templates")
    files = [
        path
        for room in rooms
        for path in (WEBAPP / room).rglob("*")
        if path.suffix in {".py", ".html"}
    ]
    assert [
        f"{path.relative_to(WEBAPP)}: {found[0]}"
        for path in files
        if (found := BY_HAND.search(path.read_text(encoding="utf-8").replace('_(", ")', "")))
    ] == []
