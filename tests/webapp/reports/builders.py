"""Funders and their reports, with sensible defaults."""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from webapp.demo.speaking import speaking
from webapp.ground.clock import now, today
from webapp.models import Funder, Report, User
from webapp.services.reports import keeping
from webapp.wording import report_files
from webapp.wording.report_writing import written

_numbers = count(1)


def a_funder(db: Session, **given: Any) -> Funder:
    """Somebody who pays for people of every association, and wants to know of two figures."""
    defaults: dict[str, Any] = {
        "name": f"Fonds {next(_numbers)}",
        "indicators": ["people-enrolled", "people-visited"],
        "foreword": "Ensemble.",
    }
    funder = Funder(**{**defaults, **given})
    db.add(funder)
    db.flush()
    return funder


def a_report(db: Session, funder: Funder | None = None, **given: Any) -> Report:
    """A draft on the twelve months until today."""
    year = {"first_day": today() - timedelta(days=365), "last_day": today(), "as_of": today()}
    report = Report(funder=funder or a_funder(db), **{**year, **given})
    db.add(report)
    db.flush()
    return report


def freeze(db: Session, report: Report, by: User) -> None:
    """Let a report be frozen as it would be told today."""
    with speaking():
        said = written(report, keeping.count(db, report), {}, "Sillon", now())
    keeping.freeze(db, report, said, report_files.digests(said), now(), by)
    db.flush()
