"""What a funder pays for is counted for that funder, and nobody else."""

from dataclasses import replace
from datetime import date, timedelta

import time_machine
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_programme
from tests.page import Page
from tests.webapp.reports.builders import a_funder, a_report
from tests.webapp.reports.test_indicators import YEAR, counted
from tests.webapp.workshops.builders import a_series, a_sitting
from webapp.ground.clock import now, today
from webapp.services.reports import keeping, loading
from webapp.services.reports.facts import Facts, SittingFact
from webapp.services.reports.indicators import ACTIONS, INDICATORS

HELD = Facts(
    (),
    (),
    sittings=(
        SittingFact(1, date(2026, 3, 1), "guests", frozenset({5})),
        SittingFact(2, date(2026, 4, 1), "guests", frozenset({5, 6})),
        SittingFact(3, date(2026, 4, 2), "village"),
        SittingFact(4, date(2025, 12, 31), "guests", frozenset({5})),
        SittingFact(5, date(2027, 1, 2), "guests", frozenset({5})),
    ),
)


def test_sittings_are_counted_by_for_whom_they_are_and_for_a_funder_where_it_pays_them() -> None:
    assert counted("workshops-held", rows=HELD) == {"all": 3, "guests": 2, "village": 1}
    for funder, found in ((5, 2), (6, 1), (7, None)):
        asked = replace(YEAR, funder_id=funder)
        assert counted("workshops-held", asked, HELD).get("all") == found
        women = replace(asked, sex="woman")
        assert counted("workshops-held", women, HELD).get("all") == found


def test_a_sitting_counts_once_its_day_has_come_unless_it_was_cancelled(db: Session) -> None:
    pays, other = a_funder(db, indicators=["workshops-held"]), a_funder(db)
    series = a_series(db, days=-9)
    a_sitting(db, series, -2, cancelled_at=now())
    a_sitting(db, series, 9)
    series.workshop.funders = [pays]
    a_series(db, "village", days=-5)
    db.flush()
    found = loading.load(db).sittings
    assert {each.kind: each.funders for each in found} == {
        "guests": {pays.id},
        "village": frozenset(),
    }
    report = a_report(db, pays, last_day=today() + timedelta(days=20))
    [table] = keeping.count(db, report)
    assert table.whole.among.told == 1
    report = a_report(db, other)
    other.indicators = ["workshops-held"]
    [table] = keeping.count(db, report)
    assert table.whole.among.told == 0


def test_what_is_paid_counts_within_the_days_that_are_paid_and_the_rest_does_not() -> None:
    paid = replace(YEAR, paid_from=date(2026, 3, 1), paid_until=date(2026, 3, 4))
    visits, workshops = replace(paid, actions=("visits",)), replace(paid, actions=("workshops",))
    assert counted("visits", paid) == counted("visits", visits) == {}
    assert counted("visits", workshops) == counted("visits")
    assert counted("workshops-held", workshops, HELD) == {"all": 1, "guests": 1}
    assert counted("workshops-held", visits, HELD) == counted("workshops-held", rows=HELD)
    assert counted("people-enrolled", paid) == {}
    assert counted("people-enrolled", visits) == counted("people-enrolled")
    until_then = replace(paid, paid_until=date(2026, 3, 5), actions=("visits", "follow-up"))
    assert counted("visits", until_then) == counted("visits")
    assert counted("outcome-3", until_then) == counted("outcome-3")
    assert counted("outcome-3", replace(visits, actions=("follow-up",))) == {}


def test_every_indicator_of_a_visit_or_a_sitting_is_of_an_action() -> None:
    for each in INDICATORS.values():
        assert (each.action in ACTIONS) is (each.unit in {"visit", "sitting"}), each.code


def test_a_report_begins_with_the_days_that_its_funder_pays_for_and_says_them(
    db: Session, page: Page
) -> None:
    a_programme(db)
    first, last = today() - timedelta(days=90), today() + timedelta(days=20)
    pays = a_funder(db, pays_from=first, pays_until=last, actions=["visits"])
    page.sign_in(a_coordinator(db, language="en"))
    board = page.visit("/programme/").text
    assert "Funding that ends" in board
    assert "Of what they pay for, nothing after that day is counted." in board
    a_funder(db, actions=["visits", "workshops"])
    assert "Pays for: Visits and Workshops" in page.visit("/programme/reports").text
    assert f"new?funder={pays.id}" in str(page.visit("/programme/reports").soup)
    page.visit(f"/programme/reports/new?funder={pays.id}")
    days = {each["name"]: each.get("value") for each in page.soup.find_all("input", type="date")}
    assert (days["first_day"], days["last_day"]) == (first.isoformat(), last.isoformat())
    page.submit(button="Count")
    assert "Visits. Of these, a figure of a period counts nothing outside the days." in page.text
    assert keeping.proposed_days(a_funder(db))[1] < today()
    assert keeping.ending(db) == [pays]
    with time_machine.travel(now() + timedelta(days=60)):
        assert keeping.ending(db) == []
