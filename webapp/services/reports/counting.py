"""A draft is counted whenever it is looked at; where that takes a while, by a worker, and kept.

What is kept are counts and what would be told of them, of nobody a row.
"""

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, sessionmaker

from webapp.ground import job_queue
from webapp.ground.replica import Replica, read_figures
from webapp.models import Person, Report, Visit
from webapp.services.records import long_work
from webapp.services.records.long_work import Long, Tell
from webapp.services.records.unattended import Work
from webapp.services.reports import keeping
from webapp.services.reports.indicators import INDICATORS
from webapp.services.reports.tables import Cell, Line, Table

TASK = "count_report"
AT_ONCE = 5_000
"""People and visits that a page counts while its reader waits: a third of a second's work."""
BROKEN = "count-broke"
"""The failure of a count that we could not do for a reason of our own."""


class Counted(NamedTuple):
    """What a draft says, and up to which moment nothing is missing in it."""

    tables: list[Table]
    at: datetime
    by_worker: bool


def takes_long(session: Session) -> bool:
    """Whether there is more to count than a reader should wait for."""
    people, visits = (
        select(func.count()).select_from(each).scalar_subquery() for each in (Person, Visit)
    )
    return (session.scalar(select(people + visits)) or 0) > AT_ONCE


def find(session: Session, report: Report, copy: Replica | None = None) -> Counted | None:
    """Return what a draft says: counted now, or as a worker has; none where one has yet to.

    What was kept counts no more once its funder wants something else.
    """
    if report.is_under_way:
        return None
    if not takes_long(session):
        read = read_figures(copy, session, lambda there: keeping.count(there, report))
        return Counted(read.found, read.at, by_worker=False)
    kept = report.counted
    if kept is None or kept["asked"] != _asked(report):
        return None
    at = datetime.fromisoformat(kept["at"])
    return Counted([_table(each) for each in kept["tables"]], at, by_worker=True)


def begin(session: Session, report: Report) -> None:
    """Have a draft counted by a worker, where that takes long; asked again, it goes on."""
    keeping.lock(session, report)
    if report.is_under_way or not takes_long(session):
        return
    report.count(keeping.steps(report))
    session.flush()
    job_queue.defer(session, TASK, report_id=report.id)


def stop(session: Session, report: Report) -> bool:
    """Ask that the counting stops: what was kept before stays; returns whether it was going on."""
    session.refresh(report, with_for_update=True)
    report.stop_asked = report.is_under_way
    return report.is_under_way


def run(sessions: sessionmaker[Session], report_id: int, copy: Replica | None = None) -> None:
    """Count a draft that waits for it (`long_work.run`)."""
    count = partial(_count, copy)
    long_work.run(sessions, Long(Report, count, _keep, BROKEN), report_id)


def _count(copy: Replica | None, session: Session, report: Report, tell: Tell) -> dict[str, Any]:
    asked = _asked(report)
    read = read_figures(copy, session, lambda there: keeping.count(there, report, tell))
    tables = [_written(each) for each in read.found]
    return {"at": read.at.isoformat(), "asked": asked, "tables": tables}


def _keep(_session: Session, report: Report, counted: dict[str, Any]) -> None:
    report.keep_count(counted)


def _asked(report: Report) -> list[Any]:
    """Return all on which the figures of a draft depend, but what there is to be counted."""
    funder = report.funder
    days = [each and each.isoformat() for each in (funder.pays_from, funder.pays_until)]
    whom = [funder.organisation_id, funder.sex, funder.first_titles]
    return [*whom, *days, [*funder.actions], *funder.indicators]


def _written(table: Table) -> dict[str, Any]:
    lines = [
        [line.split, line.part, _cell(line.among), line.counted and _cell(line.counted)]
        for line in table.lines
    ]
    return {"code": table.indicator.code, "lines": lines}


def _cell(cell: Cell) -> list[int | bool | None]:
    return [cell.count, cell.told, cell.exact, cell.most]


def _table(kept: dict[str, Any]) -> Table:
    lines = (
        Line(split, part, Cell(*among), Cell(*counted) if counted else None)
        for split, part, among, counted in kept["lines"]
    )
    return Table(INDICATORS[kept["code"]], tuple(lines))


def _waiting() -> Select[int]:
    return select(Report.id).where(Report.counting_since.is_not(None))


def _give_up(session: Session, number: int) -> bool:
    return long_work.go_back(session, Report, number, BROKEN)


COUNTS = Work(TASK, "report_id", _waiting, _give_up)
"""Drafts that wait for their job."""
