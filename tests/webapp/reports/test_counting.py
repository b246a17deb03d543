"""A report on many people is counted by a worker: whole or not at all, and once."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.builders import a_coordinator, a_party, a_programme, a_visit
from tests.page import Page
from tests.webapp.reports.builders import a_funder, a_report
from webapp.jobs.reports import count_report
from webapp.jobs.upkeep import SEEN_TO
from webapp.models import Report, ReportState
from webapp.services.records import long_work, unattended
from webapp.services.reports import counting, keeping
from webapp.services.reports.indicators import INDICATORS
from webapp.wording.report_writing import banded

UNDER_WAY = "This page renews itself"


@pytest.fixture
def report(db: Session, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A draft on every figure, of a programme in which somebody is more than a page counts."""
    monkeypatch.setattr(counting, "AT_ONCE", 0)
    monkeypatch.setattr(long_work, "EVERY", 0.0)
    a_programme(db)
    a_visit(db, a_party(db))
    return a_report(db, a_funder(db, indicators=list(INDICATORS)))


@pytest.fixture
def desk(page: Page, db: Session, report: Report) -> Page:
    page.sign_in(a_coordinator(db, language="en"))
    return page.visit(f"/programme/reports/{report.id}")


def work(app: Flask, report: Report) -> None:
    """Do what a worker does."""
    with app.app_context():
        count_report(report.id)


def look(desk: Page, db: Session) -> str:
    db.expire_all()
    return desk.visit(desk.path).text


def jobs(db: Session) -> int:
    query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'count_report'"
    return int(db.scalar(text(query)) or 0)


def counted(desk: Page, db: Session, app: Flask, report: Report) -> None:
    desk.submit(button="Count")
    work(app, report)
    assert "Freeze this report" in look(desk, db)


def test_a_report_on_many_is_counted_by_a_worker_and_says_what_it_would_have_said_at_once(
    desk: Page, db: Session, app: Flask, report: Report
) -> None:
    desk.visit("/programme/reports/new").submit({"funder": report.funder_id}, button="Count")
    opened = keeping.listed(db)[0]
    assert UNDER_WAY in desk.text
    assert "Step 0 of" in desk.text
    work(app, opened)
    assert UNDER_WAY not in look(desk, db)
    found = counting.find(db, opened)
    assert found is not None
    at_once = keeping.count(db, opened)
    for kept, now in zip(found.tables, at_once, strict=True):
        assert kept.indicator is now.indicator
        for one, other in zip(kept.lines, now.lines, strict=True):
            assert (one.split, one.part, one.share) == (other.split, other.part, other.share)
            assert banded(one.among) == banded(other.among)
            assert one.among.count == other.among.count
    desk.submit(button="Freeze this report")
    assert "Frozen: this report says the same from now on." in desk.text
    assert opened.said is not None
    assert opened.counted is None


def test_every_step_is_told(
    desk: Page, db: Session, app: Flask, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    keeping.count(db, report, told.append)
    assert told == [*range(1, keeping.steps(report))]
    desk.submit(button="Count")
    work(app, report)
    db.refresh(report)
    assert report.done == report.total - 1


def test_a_worker_may_reckon_for_longer_without_a_question_than_a_web(
    desk: Page, app: Flask, report: Report
) -> None:
    desk.submit(button="Count")
    seen: list[str | None] = []

    def see(session: Session, _about: Report, _tell: long_work.Tell) -> None:
        seen.append(session.scalar(text("SHOW idle_in_transaction_session_timeout")))

    work = long_work.Long(Report, see, lambda *_: None, "report-broke")
    long_work.run(app.extensions["sessions"], work, report.id)
    assert seen == ["0"]


def test_counting_that_is_stopped_leaves_the_draft_as_it_was(
    desk: Page, db: Session, app: Flask, report: Report
) -> None:
    counted(desk, db, app, report)
    before = report.counted
    desk.submit(button="Count anew").submit(button="Stop")
    assert desk.text.count("The counting is being stopped.") == 2
    work(app, report)
    assert "Count anew" in look(desk, db)
    assert (report.counted, report.failure, report.state) == (before, None, ReportState.DRAFT)


def test_counting_that_breaks_half_way_leaves_the_draft_as_it_was_and_says_so(
    desk: Page, db: Session, app: Flask, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted(desk, db, app, report)
    before = report.counted

    def break_half_way(_session: Session, _report: Report, tell: Any) -> None:
        tell(3)
        raise ZeroDivisionError

    desk.submit(button="Count anew")
    with monkeypatch.context() as breaking:
        breaking.setattr(keeping, "count", break_half_way)
        work(app, report)
    assert "It could not be counted: the fault is ours." in look(desk, db)
    assert report.counted == before
    counted(desk, db, app, report)
    assert "the fault is ours" not in desk.text


def test_whoever_asks_twice_has_it_counted_once(
    desk: Page, db: Session, app: Flask, report: Report
) -> None:
    desk.submit(button="Count")
    counting.begin(db, report)
    assert jobs(db) == 1
    work(app, report)
    work(app, report)  # once more, by a worker who heard of it twice
    db.refresh(report)
    assert not report.is_under_way


def test_a_draft_whose_funder_wants_something_else_is_to_be_counted_anew(
    desk: Page, db: Session, app: Flask, report: Report
) -> None:
    counted(desk, db, app, report)
    report.funder.sex = "woman"
    db.flush()
    desk.submit(button="Freeze this report")
    assert "Nothing was saved" in desk.text
    assert "This draft is not counted yet as its funder wants it now." in desk.text
    assert report.is_draft


def test_a_draft_that_is_taken_away_while_it_is_counted_is_gone(
    db: Session, app: Flask, report: Report
) -> None:
    counting.begin(db, report)
    number = report.id
    keeping.remove(db, report)
    db.flush()
    with app.app_context():
        count_report(number)
    assert db.get(Report, number) is None


def test_a_count_without_a_job_gets_another_and_one_that_was_tried_enough_is_given_up(
    db: Session, report: Report
) -> None:
    counting.begin(db, report)
    db.execute(text("DELETE FROM procrastinate_jobs"))
    unattended.take_up(db, SEEN_TO)
    assert jobs(db) == 1
    db.execute(text("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'"))
    db.execute(text("UPDATE procrastinate_jobs SET status = 'failed'"))
    unattended.take_up(db, SEEN_TO)
    assert (report.is_under_way, report.failure) == (False, counting.BROKEN)
