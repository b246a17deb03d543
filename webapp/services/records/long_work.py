"""Work of a worker that is done whole or not at all, and can be stopped.

It runs in one transaction; how far it is, and whether to stop, is said in short ones beside it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from webapp.ground import logs
from webapp.ground.database import take_turn
from webapp.ground.errors import RuleBroken
from webapp.services.records.steps import open_step

HELD: Final = {"key_share": True}
"""How the row is locked: what is made meanwhile may point at it, and must not wait for it."""
MAY_BE_SILENT: Final = text("SET LOCAL idle_in_transaction_session_timeout = 0")
"""Between two of its statements it may reckon for longer than a web may wait."""
EVERY = 1.0
"""Seconds between two words on how far it is."""

Tell = Callable[[int], None]


class StoppedError(Exception):
    """Somebody asked that it stops."""


@dataclass(frozen=True)
class Long:
    """A kind of long work.

    Parameters
    ----------
    model
        Of the row that it is about: a `LongWork`.
    see
        Does it, telling how far it is, and returns its outcome.
    settle
        Keeps the outcome.
    broken
        The failure of what could not be done for a reason of our own.
    """

    model: Any
    see: Callable[[Session, Any, Tell], Any]
    settle: Callable[[Session, Any, Any], None]
    broken: str


def run(sessions: sessionmaker[Session], work: Long, number: int) -> None:
    """Do what waits on a row; run twice, it does no more.

    Raises
    ------
    SQLAlchemyError
        When the database was lost: all is as it was, to be taken up again.
    """
    with open_step(sessions) as session:
        take_turn(session, work.model.__tablename__, number)
        session.execute(MAY_BE_SILENT)
        about = session.get(work.model, number)
        if about is None or not about.is_under_way:
            return
        failure: str | None = None
        try:
            outcome = work.see(session, about, _Watch(sessions, work.model, number).note)
            session.flush()
            about = session.get(work.model, number, with_for_update=HELD, populate_existing=True)
            if about is None or about.stop_asked:
                raise StoppedError
            work.settle(session, about, outcome)
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
            logs.log.error(work.broken, number=number, **logs.describe(error))
            failure = work.broken
        go_back(session, work.model, number, failure)
        session.commit()


def go_back(session: Session, model: Any, number: int, failure: str | None) -> bool:
    """Let a row be as before what was under way; returns whether anything was."""
    about = session.get(model, number, with_for_update=HELD)
    if about is None or not about.is_under_way:
        return False
    about.go_back(failure)
    return True


class _Watch:
    """Says how far it is now and then, and reads whether to stop."""

    def __init__(self, sessions: sessionmaker[Session], model: Any, number: int) -> None:
        self._sessions, self._model, self._number = sessions, model, number
        self._said = time.monotonic()

    def note(self, done: int) -> None:
        """Keep how much is done.

        Raises
        ------
        StoppedError
            Somebody asked that it stops.
        """
        if time.monotonic() - self._said < EVERY:
            return
        self._said = time.monotonic()
        with open_step(self._sessions) as session:
            mine = update(self._model).where(self._model.id == self._number).values(done=done)
            if session.scalar(mine.returning(self._model.stop_asked)) is not False:
                raise StoppedError
            session.commit()
