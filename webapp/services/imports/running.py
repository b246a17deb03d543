"""An import goes on: its rows are looked at or brought in, all of them or none.

A short table is seen to at once, a long one by a worker, in one transaction; how far it is, and
whether to stop, is said in short ones beside it.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Select, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from webapp.ground import job_queue, logs
from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.models import Import, ImportState
from webapp.services.records import audit
from webapp.services.records.steps import open_step
from webapp.services.records.unattended import Work

TASK = "run_import"
HELD: Final = {"key_share": True}
"""How an import's row is locked: what is made meanwhile points at it, and must not wait for it."""
AT_ONCE = 300
"""Rows that a page sees to while its reader waits: a third of a second's work."""
EVERY = 1.0
"""Seconds between two words on how far it is."""
BROKEN = "import-broke"
"""The failure of an import that we could not do for a reason of our own."""

Tell = Callable[[int], None]
See = Callable[[Session, Import, Tell], Any]
"""Sees to the rows of an import; returns the verdict on them, or how many files they made."""


class StoppedError(Exception):
    """Somebody asked that it stops."""


def go_on(session: Session, about: Import, see: See) -> None:
    """See to what is asked, at once where it is short; else a worker is asked to."""
    if about.total > AT_ONCE:
        job_queue.defer(session, TASK, import_id=about.id)
    else:
        _settle(session, about, see(session, about, lambda _done: None))


def run(sessions: sessionmaker[Session], import_id: int, see: See) -> None:
    """See to an import that waits for it; run twice, it does no more.

    Raises
    ------
    SQLAlchemyError
        When the database was lost: the import is as it was, to be taken up again.
    """
    with open_step(sessions) as session:
        take_turn(session, "import", import_id)
        about = session.get(Import, import_id)
        if about is None or not about.is_under_way:
            return
        audit.set_actor(session, audit.Actor("user", about.by_id))
        failure: str | None = None
        try:
            outcome = see(session, about, _Watch(sessions, import_id).note)
            session.flush()
            session.refresh(about, with_for_update=HELD)
            if about.stop_asked:
                raise StoppedError
            _settle(session, about, outcome)
            session.commit()
            return
        except StoppedError:
            session.rollback()
        except RuleBroken as rule:
            session.rollback()
            failure = rule.code
        except SQLAlchemyError:
            raise
        except Exception as error:
            session.rollback()
            logs.log.error(BROKEN, import_id=import_id, **logs.describe(error))
            failure = BROKEN
        go_back(session, import_id, failure)
        session.commit()


def _settle(session: Session, about: Import, outcome: Any) -> None:
    if about.state is ImportState.CHECKING:
        about.settle(outcome)
    else:
        about.finish(outcome)
        audit.record(session, "import.done", about, made=outcome)


def go_back(session: Session, import_id: int, failure: str | None) -> bool:
    """Let an import be as before what was under way; returns whether anything was."""
    about = session.get(Import, import_id, with_for_update=HELD)
    if about is None or not about.is_under_way:
        return False
    about.go_back(failure)
    return True


class _Watch:
    """Says how far it is now and then, and reads whether to stop."""

    def __init__(self, sessions: sessionmaker[Session], import_id: int) -> None:
        self._sessions, self._import_id = sessions, import_id
        self._said = time.monotonic()

    def note(self, done: int) -> None:
        """Keep how many rows are done.

        Raises
        ------
        StoppedError
            Somebody asked that it stops.
        """
        if time.monotonic() - self._said < EVERY:
            return
        self._said = time.monotonic()
        with open_step(self._sessions) as session:
            mine = update(Import).where(Import.id == self._import_id).values(done=done)
            if session.scalar(mine.returning(Import.stop_asked)) is not False:
                raise StoppedError
            session.commit()


def _waiting() -> Select[int]:
    return select(Import.id).where(Import.state.in_((ImportState.CHECKING, ImportState.IMPORTING)))


def _give_up(session: Session, number: int) -> bool:
    return go_back(session, number, BROKEN)


IMPORTS = Work(TASK, "import_id", _waiting, _give_up)
"""Imports that wait for their job."""
