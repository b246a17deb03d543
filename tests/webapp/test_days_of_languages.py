"""Days as the readers of each language write them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from babel import Locale
from flask import Flask
from flask_babel import force_locale

from local.check import WEBAPP
from webapp.wording import day, days_of, format_datetime, short_day
from webapp.wording.solar_hijri import MONTHS, solar_hijri


@pytest.fixture(autouse=True)
def _asked(application: Flask) -> Iterator[None]:
    with time_machine.travel(date(2027, 3, 1)), application.test_request_context():
        yield


WORD = re.compile(r"[^\W\d]{2}")
MONDAY, FRIDAY = date(2027, 4, 5), date(2027, 4, 9)


@pytest.mark.parametrize(
    ("language", "in_full", "stay", "few_words"),
    [
        ("fa_AF", "دوشنبه 5 اپریل 2027 (16 حمل 1406)", "دوشنبه 5 اپریل (16 حمل)",
         "5–9 اپریل (16–20 حمل)"),
        ("ps", "دوشنبه 5 اپریل 2027 (16 وری 1406)", "دوشنبه 5 اپریل (16 وری)",
         "5–9 اپریل (16–20 وری)"),
        ("ti", "ሰኑይ 5/04/2027", "ሰኑይ 5/04", "ሰኑይ 5/04 – ዓርቢ 9/04"),
        ("ru", "5 апреля 2027 (понедельник)", "5 апреля (понедельник)", "5–9 апреля"),
        ("uk", "5 квітня 2027 (понеділок)", "5 квітня (понеділок)", "5–9 квітня"),
        ("bn", "সোমবার, 5 এপ্রিল 2027", "সোমবার, 5 এপ্রিল", "5–9 এপ্রিল"),
        ("so", "Isniin, 5 Abriil 2027", "Isniin, 5 Abriil", "5–9 Abriil"),
        ("tr", "5 Nisan 2027 Pazartesi", "5 Nisan Pazartesi", "5–9 Nisan"),
    ],
)  # fmt: skip
def test_each_language_writes_a_day_as_its_readers_do(
    language: str, in_full: str, stay: str, few_words: str
) -> None:
    with force_locale(language):
        said = day(MONDAY), short_day(MONDAY), days_of(MONDAY, FRIDAY)
    assert said == (in_full, stay, few_words)


@pytest.mark.parametrize(
    "pattern", ["full", "long", "medium", "d MMM", "d MMMM y, HH:mm", "LLLL y"]
)
def test_tigrinya_never_names_a_month_which_is_another_one_in_ethiopia(pattern: str) -> None:
    months = Locale.parse("ti").months["format"]
    names = {name for width in ("wide", "abbreviated") for name in months[width].values()}
    with force_locale("ti"):
        said = [
            format_datetime(datetime(2027, each, 5, 12, tzinfo=UTC), pattern)
            for each in range(1, 13)
        ]
    assert [each for each in said if any(name in each for name in names)] == []
    assert all(WORD.search(each) for each in said if "d" in pattern), "a weekday stands beside"


@pytest.mark.parametrize(
    ("gregorian", "there"),
    [
        ((2024, 3, 19), (1402, 12, 29)), ((2024, 3, 20), (1403, 1, 1)),
        ((2025, 3, 20), (1403, 12, 30)), ((2025, 3, 21), (1404, 1, 1)),
        ((2026, 9, 22), (1405, 6, 31)), ((2026, 9, 23), (1405, 7, 1)),
        ((2028, 3, 19), (1406, 12, 29)), ((2030, 3, 20), (1408, 12, 30)),
    ],
)  # fmt: skip
def test_a_day_is_known_in_the_calendar_of_afghanistan(
    gregorian: tuple[int, int, int], there: tuple[int, int, int]
) -> None:
    assert solar_hijri(date(*gregorian)) == there


def test_the_months_of_afghanistan_have_their_own_names_and_not_those_of_iran() -> None:
    iran = {"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی"}
    for names in MONTHS.values():
        assert len(set(names)) == 12
        assert not iran & set(names)
    assert MONTHS["fa"][::4] == ("حمل", "اسد", "قوس")
    assert MONTHS["ps"][::4] == ("وری", "زمری", "لیندۍ")


def test_a_stay_over_two_months_of_afghanistan_names_both() -> None:
    with force_locale("fa_AF"):
        assert days_of(date(2027, 4, 19), date(2027, 4, 23)).endswith("(30 حمل – 3 ثور)")


def test_no_page_asks_for_days_that_two_languages_say_backwards_or_without_direction() -> None:
    """ "In 3 days" is "3 days ago" in Babel's Tigrinya, and "3 days" in its Somali."""
    code = [path.read_text(encoding="utf-8") for path in WEBAPP.rglob("*.py")]
    scripts = [path.read_text(encoding="utf-8") for path in WEBAPP.glob("static/*.js")]
    assert not any("add_direction" in each for each in code)
    assert not any("Intl." in each or "toLocale" in each for each in scripts)
