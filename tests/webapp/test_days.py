"""Days as people say them."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

from webapp.wording import day_range, days_of, short_day

FIRST, FIFTH = date(2026, 12, 1), date(2026, 12, 5)


@pytest.fixture(autouse=True)
def _french(application: Flask) -> Iterator[None]:
    with application.test_request_context(), force_locale("fr"):
        yield


def test_the_first_of_a_month_is_said_as_the_french_say_it() -> None:
    assert short_day(FIRST) == "mar. 1er décembre"
    assert day_range(FIRST, date(2026, 12, 11)) == "du 1er déc. 2026 au 11 déc. 2026"
    assert days_of(FIRST, FIFTH) == "1er–5 décembre"
    assert " ".join(days_of(date(2026, 11, 28), FIRST).split()) == "28 novembre – 1er décembre"
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
