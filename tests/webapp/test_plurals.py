"""Numbers and the words that follow them, as CLDR says it of each language."""

import gettext

import pytest
from babel import Locale
from flask import Flask
from flask_babel import force_locale, ngettext

from webapp.ground.languages import TRANSLATIONS, compile_catalogues
from webapp.wording import household

IN_ORDER = ("zero", "one", "two", "few", "many", "other")
"""How CLDR lists its forms, and translators write them."""
NUMBERS = (*range(1001), 10_000, 1_000_000, 2_000_000, 2_000_001)
CATALOGUES = sorted(path.parts[-3] for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_number_takes_the_form_that_its_language_gives_it(name: str) -> None:
    compile_catalogues()
    catalogue = gettext.translation("messages", TRANSLATIONS, [name])
    rule = Locale.parse(name).plural_form
    forms = [each for each in IN_ORDER if each in {*rule.tags, "other"}]
    number_of = vars(catalogue)["plural"]
    wrong = {n: rule(n) for n in NUMBERS if forms[number_of(n)] != rule(n)}
    assert wrong == {}


@pytest.mark.parametrize(
    ("women", "said"),
    [
        (0, ""),
        (1, "امرأة واحدة"),
        (2, "امرأتان"),
        (3, "3 نساء"),
        (10, "10 نساء"),
        (11, "11 امرأة"),
        (100, "100 امرأة"),
        (103, "103 نساء"),
    ],
)
def test_arabic_counts_women(application: Flask, women: int, said: str) -> None:
    with application.test_request_context(), force_locale("ar"):
        assert household((0, women, 0)) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(2, "سريران"), (10, "10 أسرّة"), (11, "11 سريراً"), (99, "99 سريراً"), (100, "100 سرير")],
)
def test_arabic_counts_beds(application: Flask, number: int, said: str) -> None:
    with application.test_request_context(), force_locale("ar"):
        assert ngettext("%(num)d bed", "%(num)d beds", number) == said


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "0 lit, 1 lit, 2 lits"), ("en", "0 beds, 1 bed, 2 beds")]
)
def test_nothing_is_one_in_french_and_many_in_english(
    application: Flask, language: str, said: str
) -> None:
    with application.test_request_context(), force_locale(language):
        beds = [ngettext("%(num)d bed", "%(num)d beds", number) for number in range(3)]
    assert ", ".join(beds) == said
