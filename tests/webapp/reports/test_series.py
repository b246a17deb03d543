"""What is told over time: periods of the calendar, each as it was known on its last day."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_party, a_programme
from tests.page import Page
from tests.webapp.reports.test_indicators import ANNA, CARLA
from webapp.services.reports.definitions import Selection
from webapp.services.reports.facts import Facts
from webapp.services.reports.rounding import Rounding
from webapp.services.reports.series import IN_SERIES, Period, periods, series, within


def test_periods_follow_each_other_to_the_one_that_is_under_way() -> None:
    quarters = periods("quarter", date(2026, 11, 29))
    assert quarters[-1] == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert quarters[0] == Period(date(2025, 1, 1), date(2025, 3, 31))
    years = periods("year", date(2026, 1, 1))
    assert [each.first.year for each in years] == [2022, 2023, 2024, 2025, 2026]
    assert all(each.last.month == each.last.day - 19 == 12 for each in years)


def test_each_period_is_told_as_it_was_known_on_its_last_day() -> None:
    people = (ANNA, replace(CARLA, enrolled_on=date(2026, 1, 10)))
    over = periods("quarter", date(2026, 9, 1))[-3:]
    days = Selection(over[0].first, over[-1].last, date(2026, 9, 1))
    found = series(Facts(people, ()), over, days, Rounding("a key"))
    assert found.keys() == set(IN_SERIES)
    assert [line.among.told for line in found["people-enrolled"]] == [2, 0, 0]
    assert [line.among.told for line in found["in-progress"]] == [2, 1, 1]
    [first, *_] = found["people-visited"]
    assert first.counted
    assert first.counted.told == 1


def test_the_days_of_a_report_are_told_by_quarters_and_many_of_them_by_years() -> None:
    days = date(2025, 2, 10), date(2026, 1, 5)
    kind, over = within(Selection(*days, date(2026, 3, 1)))
    assert (kind, len(over)) == ("quarter", 5)
    assert (over[0], over[-1]) == (
        Period(days[0], date(2025, 3, 31)),
        Period(date(2026, 1, 1), days[1]),
    )
    known = within(Selection(*days, date(2025, 5, 1)))[1]
    assert [each.last for each in known] == [date(2025, 3, 31), date(2025, 5, 1)]
    kind, over = within(Selection(date(2020, 7, 1), date(2026, 1, 5), date(2026, 1, 5)))
    assert (kind, [each.first.year for each in over]) == ("year", [*range(2020, 2027)])


def test_a_coordinator_reads_quarters_and_years(db: Session, page: Page) -> None:
    a_programme(db)
    a_party(db)
    page.sign_in(a_coordinator(db, language="en")).visit("/programme/indicators")
    assert "Q1 " in page.follow("Over time").text
    years = page.follow("Years").text
    assert "Q1 " not in years
    assert "People in progress" in years
    assert len(page.soup.select("svg.plot")) == len(page.soup.select("main table"))
