"""What a funder pays for is counted for that funder, and nobody else."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests.webapp.reports.builders import a_funder, a_report
from tests.webapp.reports.test_indicators import YEAR, counted
from tests.webapp.workshops.builders import a_series, a_sitting
from webapp.ground.clock import now, today
from webapp.services.reports import keeping, loading
from webapp.services.reports.facts import Facts, SittingFact

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
