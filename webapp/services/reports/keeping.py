"""Reports of funders: counted while they are drafts, frozen with what they say, sent."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import Funder, Report, User
from webapp.services.records import accreditations, audit
from webapp.services.records.long_work import Tell
from webapp.services.reports import loading
from webapp.services.reports.definitions import Indicator, Selection
from webapp.services.reports.indicators import INDICATORS
from webapp.services.reports.series import with_series, within
from webapp.services.reports.tables import Table, rounding_of, tabulate

T = TypeVar("T")


def selection_of(report: Report) -> Selection:
    """Return what a report counts: its days, and the people for whom its funder pays."""
    funder = report.funder
    days = report.first_day, report.last_day, report.as_of
    whom = funder.organisation_id, funder.sex, funder.first_titles
    return Selection(
        *days,
        *whom,
        funder_id=funder.id,
        paid_from=funder.pays_from or date.min,
        paid_until=funder.pays_until or date.max,
        actions=tuple(funder.actions),
    )


def chosen(report: Report) -> list[Indicator]:
    """Return what its funder wants to be told."""
    return [INDICATORS[code] for code in report.funder.indicators if code in INDICATORS]


def steps(report: Report) -> int:
    """Return in how many steps a report is counted."""
    return 1 + len(chosen(report)) + len(within(selection_of(report))[1])


def count(session: Session, report: Report, tell: Tell = lambda _done: None) -> list[Table]:
    """Count what a report says, of what is known today, telling after how many steps it is."""
    asked, rounding = selection_of(report), rounding_of(session)
    found = loading.load(session, titles=asked.first_titles)
    done = itertools.count(1)

    def told(each: Iterable[T]) -> Iterator[T]:
        for one in each:
            tell(next(done))
            yield one

    tables = tabulate(found, told(chosen(report)), asked, rounding)
    return with_series(tables, found, asked, rounding, told)


def listed(session: Session) -> list[Report]:
    """Return every report, the newest first."""
    query = select(Report).options(joinedload(Report.funder)).order_by(Report.id.desc())
    return list(session.scalars(query))


def funders(session: Session) -> list[Funder]:
    """Return every funder by name, with its reports."""
    query = select(Funder).options(selectinload(Funder.reports)).order_by(Funder.name)
    return list(session.scalars(query))


def proposed_days(funder: Funder | None) -> tuple[date, date]:
    """Return of which days a report is proposed: those that a funder pays for, or the last year.

    Where no end of theirs is known, it goes until today.
    """
    last_year = today().year - 1
    if funder is None or funder.pays_from is None:
        return date(last_year, 1, 1), date(last_year, 12, 31)
    return funder.pays_from, funder.pays_until or max(today(), funder.pays_from)


def ending(session: Session) -> list[Funder]:
    """Return whose days end soon or ended lately, the soonest first, as of accreditations."""
    return list(session.scalars(_ending()))


@cache
def _ending() -> Select[Funder]:
    return that_end().order_by(Funder.pays_until, Funder.id)


def that_end() -> Select[Funder]:
    """Ask for those whose days end soon or ended lately."""
    return select(Funder).where(accreditations.ends(Funder.pays_until))


def open_report(session: Session, funder: Funder, first: date, last: date, as_of: date) -> Report:
    """Begin a report on a period that has begun by its as-of day, which has come."""
    if first > last or first > as_of:
        raise RuleBroken("report-days")
    if as_of > today():
        raise RuleBroken("report-of-the-future")
    report = Report(funder=funder, first_day=first, last_day=last, as_of=as_of)
    session.add(report)
    audit.record(session, "report.opened", report)
    return report


def lock(session: Session, report: Report) -> None:
    """Keep a report and what its funder asks for as they are, and read both anew."""
    session.refresh(report, with_for_update=True)
    session.refresh(report.funder, with_for_update={"read": True})


def freeze(
    session: Session,
    report: Report,
    said: dict[str, Any],
    digests: Mapping[str, str],
    at: datetime,
    by: User,
) -> None:
    """Keep what a report says; the audit has the digest of each of its files as well."""
    session.refresh(report, with_for_update=True)
    report.freeze(said, dict(digests), at, by)
    audit.record(session, "report.frozen", report, **digests)


def send(session: Session, report: Report) -> None:
    """Record that a report was given to its funder today."""
    session.refresh(report, with_for_update=True)
    report.send(today())
    audit.record(session, "report.sent", report)


def remove(session: Session, report: Report) -> None:
    """Take a draft away."""
    session.refresh(report, with_for_update=True)
    report.require_draft()
    audit.record(session, "report.removed", report)
    session.delete(report)
