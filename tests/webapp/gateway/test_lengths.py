"""No text message is longer than people and providers can bear, in any language."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import a_coordinator
from tests.page import Page
from webapp.channels import gsm
from webapp.ground.config import Config
from webapp.ground.languages import PUBLIC
from webapp.wording import text_lengths

MOST = {"Latn": 2}
MOST_OF_OTHER_SCRIPTS = 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3),
        ("€" * 80, 1), ("€" * 81, 2),  # each takes two places
        ("à" * 160, 1), ("ê" * 160, 1), ("œ" * 80, 1), ("…" * 53, 1), ("ı" * 160, 1),
        ("ж" * 70, 1), ("ж" * 71, 2), ("ж" * 134, 2), ("ж" * 135, 3), ("😀" * 36, 2),
        ("a" * 70 + "ж", 2),  # one letter beyond makes all of it long
    ],
)  # fmt: skip
def test_a_text_leaves_in_so_many_parts(text: str, parts: int) -> None:
    assert gsm.parts(text) == parts


@pytest.fixture
def application(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """With a gateway that brings answers in: questions are the longest they get."""
    monkeypatch.setattr(Config, "takes_replies", True)
    return application


def test_every_text_message_is_short_in_every_language(application: Flask) -> None:
    with application.test_request_context():
        written = list(text_lengths.of_guests())
    said = [each for each in written if "1 = " in each.words]
    assert len(said) == 2 * len(PUBLIC)
    table = {(each.kind, each.language.code): gsm.parts(each.words) for each in written}
    assert {language for _, language in table} == {language.code for language in PUBLIC}
    too_long = {
        (each.kind, each.language.code): each.words
        for each in written
        if gsm.parts(each.words) > MOST.get(each.language.script, MOST_OF_OTHER_SCRIPTS)
    }
    assert too_long == {}


def test_what_is_latin_keeps_to_the_telephones_own_alphabet(application: Flask) -> None:
    with application.test_request_context():
        wide = [
            (each.kind, each.language.code, sorted(set(gsm.fold(each.words)) - gsm.ALPHABET))
            for each in text_lengths.of_guests()
            if each.language.script == "Latn" and not gsm.ALPHABET.issuperset(gsm.fold(each.words))
        ]
    assert wide == []


def test_coordinators_read_every_text_and_what_it_costs(page: Page, db: Session) -> None:
    page.sign_in(a_coordinator(db, language="en"))
    page.visit("/programme/settings/texts")
    assert "Parts" in page.text
    for language in PUBLIC:
        assert language.name in page.text
