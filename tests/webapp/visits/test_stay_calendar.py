"""The days of a stay drawn as a small calendar, for guests who read no script."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from tests.builders import a_farmer, a_party, a_slot, a_visit, an_offer
from tests.page import Page
from tests.webapp.pdf.reading import bare, text_of
from tests.webapp.visits.test_visit_page import a_settled_visit, address, the_code
from webapp.ground.clock import today
from webapp.ground.languages import PUBLIC, Language
from webapp.web.read_aloud import parts_of
from webapp.wording.stay_calendar import StayCalendar, stay_calendar

MONDAY, FRIDAY = date(2027, 4, 5), date(2027, 4, 9)


@pytest.fixture(autouse=True)
def _asked(application: Flask) -> Iterator[None]:
    with application.test_request_context():
        yield


def drawn(
    language: str, at: date, arrival: date = MONDAY, departure: date = FRIDAY
) -> StayCalendar:
    with time_machine.travel(at, tick=False), force_locale(language):
        return stay_calendar(arrival, departure)


@pytest.mark.parametrize("language", PUBLIC, ids=lambda each: each.code)
def test_weeks_begin_on_monday_and_the_days_are_those_of_here_in_every_language(
    language: Language,
) -> None:
    found = drawn(language.locale, date(2027, 3, 1))
    (week,) = found.weeks
    assert [each.day.day for each in week] == [5, 6, 7, 8, 9, 10, 11]
    assert [each.kind for each in week] == ["arrival", *["night"] * 3, "departure", "", ""]
    assert all(0 < len(short) <= 4 for short, _whole in found.heads), "they fit the narrowest page"
    with force_locale(language.locale):
        assert all(found.heads[number][1] in week[number].name for number in range(5))


@pytest.mark.parametrize(
    ("language", "heads", "title"),
    [
        ("fr", "lun mar mer jeu ven sam dim", "Avril 2027"),
        ("ar", "ن ث ر خ ج س ح", "نيسان/أبريل 2027"),
        ("fa_AF", "د س چ پ ج ش ی", "اپریل 2027 (حمل 1406)"),
        ("ps", "د س چ پ ج ش ی", "اپریل 2027 (وری 1406)"),
        ("ti", "ሰኑ ሰሉ ረቡ ሓሙ ዓር ቀዳ ሰን", "04/2027"),
        ("tr", "Pzt Sal Çar Per Cum Cmt Paz", "Nisan 2027"),
    ],
)
def test_weekdays_and_months_are_named_as_their_readers_write_them(
    language: str, heads: str, title: str
) -> None:
    found = drawn(language, date(2027, 3, 1))
    assert [short for short, _whole in found.heads] == heads.split()
    assert found.title == title


def test_dari_and_pashto_read_the_day_of_their_own_calendar_beside() -> None:
    there = [
        [each.there for each in drawn(code, MONDAY).weeks[0]] for code in ("fa_AF", "ps", "fr")
    ]
    assert there == [["16", "17", "18", "19", "20", "21", "22"]] * 2 + [[""] * 7]
    over = drawn("fa_AF", MONDAY, date(2027, 4, 19), date(2027, 4, 23))
    assert over.title == "اپریل 2027 (حمل 1406 – ثور 1406)"


@pytest.mark.parametrize(
    ("at", "weeks", "is_drawn"),
    [
        (date(2027, 3, 21), 1, False),
        (date(2027, 3, 22), 3, True),
        (date(2027, 4, 1), 2, True),
        (MONDAY, 1, True),
        (FRIDAY, 1, True),
        (date(2027, 4, 11), 1, True),
        (date(2027, 4, 12), 1, False),
    ],
)
def test_from_two_weeks_before_one_counts_the_days_from_today(
    at: date, weeks: int, *, is_drawn: bool
) -> None:
    found = drawn("fr", at)
    assert len(found.weeks) == weeks
    marked = [each.day for week in found.weeks for each in week if each.is_today]
    assert marked == ([at] if is_drawn else [])
    assert found.today == (f"{at.day}" if is_drawn and at.month == MONDAY.month and at.day > 1
                           else f"{at.day}/{at.month}" if is_drawn else "")  # fmt: skip


def test_a_day_of_another_month_says_so_where_only_numbers_are_read() -> None:
    found = drawn("ar", date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 11))
    first = [each.number for each in found.weeks[0]]
    assert first == ["30/11", "1/12", "2", "3", "4", "5", "6"]
    assert found.today == "30/11"


def test_a_stay_over_new_year_is_drawn_whole() -> None:
    found = drawn("fr", date(2026, 11, 1), date(2026, 12, 30), date(2027, 1, 12))
    kinds = [each.kind for week in found.weeks for each in week if each.kind]
    assert kinds == ["arrival", *["night"] * 12, "departure"]
    assert found.title == "Décembre 2026 – janvier 2027"


@pytest.mark.parametrize("language", ["fr", "ar", "ti"])
def test_a_proposal_shows_its_days_in_pictures_with_words_for_a_screen_reader(
    page: Page, db: Session, language: str
) -> None:
    arrival = today() + timedelta(days=3)
    slot = a_slot(db, arrival=arrival, departure=arrival + timedelta(days=2))
    page.visit(address(a_visit(db, a_party(db, language=language), slot)))
    cells = page.soup.select("table.stay td[class]")
    assert [each["class"] for each in cells] == [["arrival"], ["night"], ["departure"]]
    assert all(each.select("svg.icon") and each.select(".unseen") for each in cells)
    (marked,) = page.soup.select("table.stay td[aria-current='date']")
    assert marked.b is not None
    assert marked.b.text == str(today().day)
    said = marked.select_one(".unseen")
    assert said is not None
    assert {"fr": "Aujourd’hui", "ar": "اليوم", "ti": "ሎሚ"}[language] in said.text


def test_the_drawn_days_are_not_heard_a_second_time(page: Page, db: Session) -> None:
    page.visit(address(a_visit(db)))
    heard = " ".join(word.text for part in parts_of(page.response.text, "fr") for word in part)
    assert "Arrivée" in page.response.text
    assert "Arrivée" not in heard


@pytest.mark.parametrize("language", ["fr", "tr"])
def test_the_sheet_has_its_days_drawn_and_on_paper_in_words(
    page: Page, db: Session, language: str
) -> None:
    visit = a_settled_visit(db, party=a_party(db, language=language))
    where = address(visit)
    page.visit(where).submit(to=f"{where}/code")
    page.submit({"code": the_code(db, visit)}, to=f"{where}/sheet")
    assert page.soup.select("table.stay td.departure svg")
    page.visit(f"{where}/sheet.pdf")
    arrival = {"fr": "Arrivée", "tr": "Varış"}[language]
    assert bare(f"{visit.arrival.day} · {arrival}") in bare(text_of(page.response.data))


def test_a_farm_that_looks_at_its_offer_as_guests_see_it_is_shown_no_days(
    page: Page, db: Session
) -> None:
    farm = an_offer(db).farm
    page.sign_in(a_farmer(db, farm)).visit(f"/farm/offers/{farm.offers[0].id}/preview")
    assert page.soup.select("main .facts")
    assert not page.soup.select("table.stay")
