"""A directory is loaded as a whole, in the place of the one before of the same publisher."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.database import Base
from webapp.ground.errors import RuleBroken
from webapp.models import ServiceAround, ServicesPublication, Step
from webapp.services.around.judging import OF_A_SERVICE, OF_A_STRUCTURE, Judge
from webapp.services.around.reading import File, Line, LineError, lines_of
from webapp.services.records import audit

R = TypeVar("R")
PUBLISHER: Final = "data·inclusion"
LICENCE: Final = "Licence Ouverte 2.0"
"""Under which data.gouv.fr publishes it."""
A_BATCH: Final = 500
SERVICES: Final = Base.metadata.tables["services_around"]
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOST_TOLD: Final = 20
"""So many mistakes are told by their lines; the others are counted."""


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a line.

    Parameters
    ----------
    file
        How the file is called.
    line
        The line of a CSV file, or the place in a JSON array.
    code, facts
        As `LineError` says it.
    """

    file: str
    line: int
    code: str
    facts: dict[str, str]


@dataclass
class Loaded:
    """What was loaded.

    Parameters
    ----------
    new, gone
        Services that were not there before, and those that are there no more.
    elsewhere, without_theme
        Services left out, since they are for others or answer no need of ours.
    mistakes, wrong
        The first lines that were left out since they are wrong, and how many there are.
    """

    publication: ServicesPublication
    services: int = 0
    new: int = 0
    gone: int = 0
    elsewhere: int = 0
    without_theme: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    wrong: int = 0


def load(
    session: Session,
    structures: File,
    services: File,
    publication: ServicesPublication,
    *,
    departments: Iterable[str] = (),
    without_wrong_lines: bool = False,
) -> Loaded:
    """Load the two files of a directory: all of them, or nothing.

    A service of the same publisher that stands in them no more is gone: it is not found any more,
    and kept only as long as a step leads to it.

    Parameters
    ----------
    departments
        Codes of the départements whose services are kept; none for all of them.
    without_wrong_lines
        Whether a line that is wrong is left out and told, instead of ending it.

    Raises
    ------
    RuleBroken
        A file is of another kind, or has lines that are wrong.
    """
    judge, loaded = Judge(frozenset(departments)), Loaded(publication)
    for line in lines_of(structures, OF_A_STRUCTURE):
        _try(loaded, structures, line, judge.learn)
    session.add(publication)
    session.flush()
    known = set(session.scalars(select(ServiceAround.code).where(*_of(publication.publisher))))
    found = _services(services, judge, loaded)
    while batch := list(islice(found, A_BATCH)):
        _keep(session, batch)
        loaded.services += len(batch)
        loaded.new += sum(each["code"] not in known for each in batch)
    loaded.elsewhere, loaded.without_theme = judge.elsewhere, judge.without_theme
    if loaded.wrong and not without_wrong_lines:
        raise RuleBroken("services-lines", mistakes=loaded.mistakes, count=loaded.wrong)
    if not loaded.services:
        raise RuleBroken("services-none")
    loaded.gone = _let_go(session, publication.publisher, but=publication)
    audit.record(session, "services.loaded", publication, count=loaded.services)
    return loaded


def unload(session: Session, publisher: str) -> int:
    """Let all services of a publisher be gone; return how many there were."""
    count = _let_go(session, publisher)
    audit.record(session, "services.unloaded", count=count)
    return count


def publications(session: Session) -> list[tuple[ServicesPublication, int]]:
    """Return what is loaded, and how many services each holds, the newest first."""
    query = (
        select(ServicesPublication, func.count())
        .join(ServiceAround, ServiceAround.publication_id == ServicesPublication.id)
        .where(ServiceAround.gone_on.is_(None))
        .group_by(ServicesPublication.id)
        .order_by(ServicesPublication.id.desc())
    )
    return [(each, count) for each, count in session.execute(query)]


def day_of(*names: str) -> date:
    """Return the day in the names of files, as a directory calls them, or today."""
    written = [found[0] for name in names if (found := _DAY.search(name))]
    try:
        return min(date.fromisoformat(each) for each in written)
    except ValueError:
        return today()


def _services(file: File, judge: Judge, loaded: Loaded) -> Iterator[dict[str, Any]]:
    for line in lines_of(file, OF_A_SERVICE):
        found = _try(loaded, file, line, judge.service)
        if found is not None:
            yield found | {"publication_id": loaded.publication.id, "gone_on": None}


def _try(loaded: Loaded, file: File, line: Line, judge: Callable[[Line], R]) -> R | None:
    try:
        return judge(line)
    except LineError as error:
        loaded.wrong += 1
        if len(loaded.mistakes) < MOST_TOLD:
            loaded.mistakes.append(Mistake(file.name, line.number, error.code, error.facts))
        return None


def _keep(session: Session, rows: list[dict[str, Any]]) -> None:
    told = insert(SERVICES)
    anew = {name: told.excluded[name] for name in rows[0] if name != "code"}
    anyway = told.on_conflict_do_update(index_elements=["code"], set_=anew)
    session.execute(anyway, rows)  # one statement, prepared once


def _of(publisher: str) -> tuple[Any, ...]:
    theirs = select(ServicesPublication.id).where(ServicesPublication.publisher == publisher)
    return (ServiceAround.publication_id.in_(theirs), ServiceAround.gone_on.is_(None))


def _let_go(session: Session, publisher: str, *, but: ServicesPublication | None = None) -> int:
    """Let services be gone, and forget those to which no step leads."""
    rest = [] if but is None else [ServiceAround.publication_id != but.id]
    gone = update(ServiceAround).where(*_of(publisher), *rest).values(gone_on=today())
    count = len(session.scalars(gone.returning(ServiceAround.id)).all())
    sent_there = select(Step.id).where(Step.service_id == ServiceAround.id).exists()
    session.execute(delete(ServiceAround).where(ServiceAround.gone_on.is_not(None), ~sent_there))
    still = select(ServiceAround.id).where(ServiceAround.publication_id == ServicesPublication.id)
    session.execute(delete(ServicesPublication).where(~still.exists()))
    return count
