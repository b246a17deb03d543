"""The languages of the screens, and their catalogues."""

import gettext
import os
from pathlib import Path

import pytest
from babel import Locale

from webapp.ground import languages
from webapp.ground.languages import ALL, PUBLIC, STAFF, best, compile_catalogues, find, offered

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "%(num)d farm"
msgid_plural "%(num)d farms"
msgstr[0] "%(num)d ferme"
msgstr[1] "%(num)d fermes"
"""


def codes(some: tuple[languages.Language, ...]) -> list[str]:
    return [language.code for language in some]


def test_staff_read_french_and_english_and_guests_every_language_that_is_whole() -> None:
    assert codes(offered("caseworker")) == ["fr", "en"] == codes(STAFF)
    assert offered("visit_page") == PUBLIC == tuple(each for each in ALL if each.enabled)


@pytest.mark.parametrize(
    ("wished", "spoken", "read"),
    [
        ("ar", ["fr"], "ar"),
        ("ln", ["ln", "ar"], "ar"),
        ("ln", ["Zaghawa", "en"], "en"),
        ("ln", ["ln"], "fr"),
    ],
)
def test_who_wishes_a_language_that_is_not_offered_reads_one_they_speak_before_french(
    wished: str, spoken: list[str], read: str
) -> None:
    assert languages.read_in(wished, spoken).code == read


def test_what_no_native_speaker_has_read_says_so_but_for_what_staff_read_every_day() -> None:
    assert [each.code for each in ALL if each.is_judged] == ["fr", "en"]


@pytest.mark.parametrize("language", ALL, ids=codes(ALL))
def test_babel_knows_the_rules_of_every_language_and_its_direction(
    language: languages.Language,
) -> None:
    locale = Locale.parse(language.locale)
    assert locale.text_direction == language.direction


def test_dari_takes_its_rules_from_persian_in_afghanistan_and_keeps_its_own_tag() -> None:
    dari = find("prs", ALL)
    assert dari is not None
    assert (dari.tag, dari.locale) == ("prs", "fa_AF")


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [(["ar-SY", "fr"], "ar"), (["de", "en-GB"], "en"), (["de"], "fr"), ([], "fr"), (["FR"], "fr")],
)
def test_the_first_language_that_is_offered_wins_else_french(
    accepted: list[str], chosen: str
) -> None:
    assert best(accepted).code == chosen


def test_staff_asking_for_arabic_get_french() -> None:
    assert best(["ar"], STAFF).code == "fr"


def test_a_telephone_that_asks_for_persian_is_shown_dari() -> None:
    assert best(["fa-AF"], ALL).code == "prs"


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    source = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    assert compile_catalogues(tmp_path) == 1
    assert compile_catalogues(tmp_path) == 0
    french = gettext.translation("messages", tmp_path, ["fr"])
    assert french.ngettext("%(num)d farm", "%(num)d farms", 0) == "%(num)d ferme"
    assert [path.name for path in source.parent.iterdir() if path.suffix == ".tmp"] == []
    newer = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (newer, newer))
    assert compile_catalogues(tmp_path) == 1
