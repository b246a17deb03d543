"""An import goes on: its rows are looked at or brought in, or it is undone, whole or not at all.

A short table is seen to at once, a long one by a worker.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, sessionmaker

from webapp.ground import job_queue
from webapp.models import Import, ImportState, User
from webapp.models.imports import UNDER_WAY
from webapp.services.records import audit, long_work
from webapp.services.records.long_work import Long, Tell
from webapp.services.records.unattended import Work

TASK = "run_import"
AT_ONCE = 300
"""Rows, or files to undo, that a page sees to while its reader waits: a third of a second."""
BROKEN = "import-broke"
"""The failure of an import that we could not do for a reason of our own."""

See = Callable[[Session, Import, Tell], Any]
"""Sees to an import; returns the verdict on its rows, or how many files they made, or it undid."""


def go_on(session: Session, about: Import, by: User, see: See) -> None:
    """See to what somebody asks, at once where it is short; else a worker is asked to."""
    about.asked_by_id = by.id
    if about.total > AT_ONCE:
        job_queue.defer(session, TASK, import_id=about.id)
    else:
        _settle(session, about, see(session, about, lambda _done: None))


def run(sessions: sessionmaker[Session], import_id: int, see: See) -> None:
    """See to an import that waits for it, as whoever asked for it (`long_work.run`)."""

    def seen(session: Session, about: Import, tell: Tell) -> Any:
        audit.set_actor(session, audit.Actor("user", about.asked_by_id or about.by_id))
        return see(session, about, tell)

    long_work.run(sessions, Long(Import, seen, _settle, BROKEN), import_id)


def _settle(session: Session, about: Import, outcome: Any) -> None:
    match about.state:
        case ImportState.CHECKING:
            about.settle(outcome)
        case ImportState.IMPORTING:
            about.finish(outcome)
            audit.record(session, "import.done", about, made=outcome)
        case _:
            about.undo()
            audit.record(session, "import.undone", about, made=outcome)


def _waiting() -> Select[int]:
    return select(Import.id).where(Import.state.in_(UNDER_WAY))


def _give_up(session: Session, number: int) -> bool:
    return long_work.go_back(session, Import, number, BROKEN)


IMPORTS = Work(TASK, "import_id", _waiting, _give_up)
"""Imports that wait for their job."""
