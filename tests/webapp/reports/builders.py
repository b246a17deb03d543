"""Funders and their reports, with sensible defaults."""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, insert, select, true
from sqlalchemy.orm import Session

from tests.builders import a_party
from webapp.demo.speaking import speaking
from webapp.ground.clock import now, today
from webapp.models import Funder, Person, Report, User
from webapp.services.reports import counting, keeping
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


def many_people(db: Session) -> None:
    """More people than a page counts while its reader waits, each like the first."""
    [first] = a_party(db).persons
    copied = [each for each in Person.__table__.columns if each.name != "id"]
    again = func.generate_series(1, counting.AT_ONCE).table_valued("number")
    like = select(*copied).join(again, true()).where(Person.id == first.id)
    db.execute(insert(Person).from_select([each.name for each in copied], like))
