"""Days as people say them."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from babel import Locale
from babel.messages.pofile import read_po
from flask import Flask, render_template_string
from flask_babel import force_locale

from webapp.demo.speaking import speaking
from webapp.ground.clock import PARIS
from webapp.ground.languages import TRANSLATIONS
from webapp.web.days import asked_days, asked_month
from webapp.wording import day, day_range, days_of, its_year, short_day, stay_range
from webapp.wording.days import BOTH_NAMES, format_date, format_datetime

FIRST, FIFTH = date(2026, 12, 1), date(2026, 12, 5)


@pytest.fixture(autouse=True)
def _french(application: Flask) -> Iterator[None]:
    at = time_machine.travel(date(2026, 11, 30), tick=False)
    with at, application.test_request_context(), force_locale("fr"):
        yield


@pytest.mark.parametrize(
    ("value", "short", "few", "instant"),
    [
        (date(2027, 2, 20), "sam. 20 février", "20–22 février", "20 février, 00 h 00"),
        (
            date(2027, 11, 20),
            "20 novembre 2027",
            "du 20 novembre 2027 au 22 novembre 2027",
            "20 novembre 2027, 00 h 00",
        ),
        (
            date(2025, 12, 2),
            "2 décembre 2025",
            "du 2 décembre 2025 au 4 décembre 2025",
            "2 décembre 2025, 00 h 00",
        ),
    ],
)
def test_whatever_is_told_without_its_year_has_it_where_it_is_far(
    value: date, short: str, few: str, instant: str
) -> None:
    assert short_day(value) == short
    assert days_of(value, value + timedelta(days=2)) == few
    at = datetime.combine(value, time(), PARIS)
    assert format_datetime(at, "d MMMM, HH 'h' mm") == instant
    assert format_date(value, "d MMMM") == instant.partition(",")[0]
    assert format_date(value, "MMMM") in instant, "a month alone is no day"


def test_a_stay_of_another_year_is_not_taken_for_one_of_now() -> None:
    assert stay_range(FIRST, FIFTH) == "du mar. 1er décembre au sam. 5 décembre"
    assert stay_range(date(2025, 12, 1), date(2025, 12, 5)) == "du 1er déc. 2025 au 5 déc. 2025"


def test_a_list_names_the_year_of_a_stay_once_and_over_new_year_that_of_its_end() -> None:
    assert its_year(FIRST, FIFTH) == "2026"
    assert its_year(date(2026, 12, 30), date(2027, 1, 3)) == "2027"
    assert its_year(date(2025, 12, 1), date(2025, 12, 5)) == "", "its days have it already"


def test_the_first_of_a_month_is_said_as_the_french_say_it() -> None:
    assert short_day(FIRST) == "mar. 1er décembre"
    assert day_range(FIRST, date(2026, 12, 11)) == "du 1er déc. 2026 au 11 déc. 2026"
    assert days_of(FIRST, FIFTH) == "1er–5 décembre"
    assert " ".join(days_of(date(2026, 11, 28), FIRST).split()) == "28 novembre – 1er décembre"
    assert days_of(FIFTH, FIFTH) == short_day(FIFTH)
    page = render_template_string("{{ day | dateformat('long') }}", day=FIRST)
    assert page == "1er décembre 2026"


def test_a_window_of_one_day_is_that_day() -> None:
    assert day_range(FIFTH, FIFTH) == "5 déc. 2026"


@pytest.mark.parametrize("number", [11, 21, 31])
def test_other_days_with_a_one_stay_as_they_are(number: int) -> None:
    assert short_day(date(2026, 12, number)).endswith(f" {number} décembre")


def test_no_day_ends_with_a_dot_that_would_end_the_sentence_twice() -> None:
    days = [short_day(date(2026, month, 9)) for month in range(1, 13)]
    stays = [days_of(date(2026, month, 9), date(2026, month, 12)) for month in range(1, 13)]
    assert [each for each in days + stays if each.endswith(".")] == []


@pytest.mark.parametrize("month", range(1, 13))
def test_arabic_gives_each_month_the_name_of_the_east_beside_the_one_of_egypt(month: int) -> None:
    egypt, levant = (Locale.parse(each).months["format"]["wide"] for each in ("ar", "ar_SY"))
    here = date(2027, month, 9)
    with force_locale("ar"):
        for said in (day(here), short_day(here), days_of(here, date(2027, month, 12))):
            assert f"{levant[month]}/{egypt[month]}" in said
        page = render_template_string("{{ day | dateformat('long') }}", day=here)
    assert page == f"9 {levant[month]}/{egypt[month]} 2027"


def test_a_stay_over_two_months_names_both_twice() -> None:
    with force_locale("ar"):
        said = days_of(date(2027, 2, 26), date(2027, 3, 2))
    assert " ".join(said.split()) == "26 شباط/فبراير – 2 آذار/مارس"


def test_no_arabic_text_has_a_month_by_one_name_only() -> None:
    with (TRANSLATIONS / "ar" / "LC_MESSAGES" / "messages.po").open("rb") as readable:
        texts = [str(message.string) for message in read_po(readable, locale="ar") if message.id]
    alone = re.compile("|".join(f"(?<!/){name}" for name in BOTH_NAMES))
    assert [text for text in texts if alone.search(text)] == []


@pytest.mark.parametrize(
    "asked", ["from=2027-05-01&until=2027-05-09", "from=2027-05-09&until=2027-05-01"]
)
def test_days_asked_for_the_other_way_round_mean_the_same(application: Flask, asked: str) -> None:
    with application.test_request_context(f"/?{asked}"):
        assert asked_days() == (date(2027, 5, 1), date(2027, 5, 9))
    with application.test_request_context("/?from=9999-12-31&until=now"):
        assert asked_days() == (None, None)


@pytest.mark.parametrize("said", ["9999-12", "0001-01", "2027-13", "2027-04-01", "%00", ""])
def test_a_month_that_nobody_can_mean_asks_for_nothing(application: Flask, said: str) -> None:
    with application.test_request_context(f"/?month={said}&other=2027-04"):
        assert asked_month("month") is None
        assert asked_month("other") == date(2027, 4, 1)


def test_a_demonstration_freezes_the_hours_of_france() -> None:
    with speaking():
        assert format_datetime(datetime(2026, 7, 1, 12, tzinfo=UTC), "HH:mm") == "14:00"


def test_a_day_that_was_said_is_said_anew_to_who_reads_another_language() -> None:
    said = [day(FIFTH), short_day(FIFTH)]
    with force_locale("en"):
        assert day(FIFTH).startswith("Saturday")
        assert short_day(FIFTH).startswith("Sat")
    assert [day(FIFTH), short_day(FIFTH)] == said == ["samedi 5 décembre 2026", "sam. 5 décembre"]
