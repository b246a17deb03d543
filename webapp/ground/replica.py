"""A streaming replica, from which is read what takes long and changes nothing, and how far it is.

What it lacks is told by the primary's clock and log alone, so that two machines' clocks may differ.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

import psycopg
from sqlalchemy import Row, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from webapp.ground import logs
from webapp.ground.clock import PARIS, now
from webapp.ground.database import NOBODY, connecting, make_engine, make_sessions, set_scope

Found = TypeVar("Found")

PATIENCE: Final = {"connect_timeout": 3}
"""Whoever waits for a page is served by the primary soon where the replica does not answer."""
REST: Final = 30
"""Seconds for which a replica that did not answer is left alone."""
WRITTEN: Final = text(
    "SELECT clock_timestamp() AS at, pg_current_wal_flush_lsn()::text AS place, system_identifier"
    " FROM pg_control_system()"
)
"""How far the primary is: whatever anybody has been told is kept lies before this place."""
REPLAYED: Final = text(
    "SELECT pg_is_in_recovery() AS follows, system_identifier,"
    " pg_last_wal_replay_lsn() >= CAST(:place AS pg_lsn) AS has_all,"
    " pg_last_xact_replay_timestamp() AS at"
    " FROM pg_control_system()"
)


@dataclass(frozen=True)
class Figures(Generic[Found]):
    """What was found, and the moment up to which nothing is missing.

    Parameters
    ----------
    copied
        Whether it was read from the replica.
    """

    found: Found
    at: datetime
    copied: bool

    @property
    def mark(self) -> str:
        """What a file's name says of a copy, which may lack the last minutes: its moment."""
        return f"-as-of-{self.at.astimezone(PARIS):%Y-%m-%dT%H%M}" if self.copied else ""


class ReplicaAwayError(Exception):
    """Nothing is read from the replica: `unreachable`, `not-a-replica` or `far-behind`."""


@dataclass
class Replica:
    """A copy of the primary that follows it.

    Parameters
    ----------
    sessions
        Transactions that read, each from one moment.
    most
        By how much it may lag to be read from.
    """

    sessions: sessionmaker[Session]
    most: timedelta
    _rests_until: float = field(default=0, init=False)

    def read(self, primary: Session, work: Callable[[Session], Found]) -> tuple[Found, timedelta]:
        """Return what `work` finds in the replica, and at most by how much that is out of date.

        `work` sees what the session on the primary sees, and gives nothing back that reads later.

        Raises
        ------
        ReplicaAwayError
            When it does not answer, is no replica of this primary, or lags too much.
        """
        return self._asked(primary, work, self.most)

    def lag(self, primary: Session) -> timedelta:
        """Return by how much it lags at most, however much that is; raise as `read` does."""
        return self._asked(primary, lambda _session: None, timedelta.max)[1]

    def _asked(
        self, primary: Session, work: Callable[[Session], Found], most: timedelta
    ) -> tuple[Found, timedelta]:
        if time.monotonic() < self._rests_until:
            raise ReplicaAwayError("unreachable")
        written = primary.execute(WRITTEN).one()
        try:
            with self.sessions() as session:
                lag = _lag(written, session.execute(REPLAYED, {"place": written.place}).one())
                if lag > most:
                    raise ReplicaAwayError("far-behind")
                session.commit()  # what follows is read from a moment after this one
                set_scope(session, primary.info.get("scope", NOBODY))
                found = work(session)
                session.commit()  # at a ROLLBACK psycopg forgets what it has prepared
                return found, lag
        except (SQLAlchemyError, psycopg.Error) as error:
            self._rests_until = time.monotonic() + REST
            raise ReplicaAwayError("unreachable") from error


def _lag(written: Row[Any], replayed: Row[Any]) -> timedelta:
    """Return how long ago the primary was where the replica is now."""
    if not replayed.follows or replayed.system_identifier != written.system_identifier:
        raise ReplicaAwayError("not-a-replica")
    if replayed.has_all:
        return timedelta()
    if replayed.at is None:  # it has begun just now, and repeated nothing yet
        raise ReplicaAwayError("far-behind")
    lag: timedelta = written.at - replayed.at
    return max(timedelta(), lag)


def read_figures(
    copy: Replica | None, primary: Session, work: Callable[[Session], Found]
) -> Figures[Found]:
    """Return what `work` finds in the replica, or in the primary where it is away or far behind."""
    at = now()
    if copy is not None:
        try:
            found, lag = copy.read(primary, work)
            return Figures(found, at - lag, copied=True)
        except ReplicaAwayError as away:
            logs.log.warning("replica-away", why=str(away))
    return Figures(work(primary), at, copied=False)


def follow(url: str, *, most_seconds: int, pooled: bool) -> Replica:
    """Return the replica at an address; nothing is asked of it yet."""
    engine = make_engine(url, pooled=pooled, connect_args=connecting(pooled=pooled) | PATIENCE)
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Replica(make_sessions(reading), timedelta(seconds=most_seconds))
