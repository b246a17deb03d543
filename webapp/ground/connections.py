"""What a connection to PostgreSQL keeps from one transaction to the next, and how it is asked less.

Each of these saves a way to the database and back, of which a page that reads little had twice as
many as questions.
"""

import select
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, overload

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DisconnectionError

QUIET = 30
"""After so many seconds without use, a connection is asked whether it is still one."""
LAST_USED = "last used"
SAID = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}
"""What PostgreSQL answers to a command that it has carried out."""


class Columns(Sequence[psycopg.Column]):
    """The columns of a result, which are looked at when somebody asks.

    SQLAlchemy keeps what it found the first time a statement was asked, and psycopg would describe
    a hundred columns anew each time.
    """

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    @cached_property
    def _found(self) -> list[psycopg.Column]:
        return super(Cursor, self._cursor).description or []  # type: ignore[misc]

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> psycopg.Column: ...
    @overload
    def __getitem__(self, at: slice) -> list[psycopg.Column]: ...
    def __getitem__(self, at: int | slice) -> psycopg.Column | list[psycopg.Column]:
        return self._found[at]


class Cursor(psycopg.Cursor[Any]):
    """A cursor that describes its columns only to whoever looks at them."""

    @property
    def description(self) -> Any:
        """The columns of the result; none where the statement gives no rows."""
        told = self.pgresult
        return Columns(self) if told and told.status == ExecStatus.TUPLES_OK else None


def keep(engine: Engine) -> None:
    """Let an engine's connections keep what they prepared, and be looked at before each use."""
    engine.dialect.do_rollback = roll_back  # type: ignore[method-assign, assignment]
    engine.dialect.do_rollback_to_savepoint = roll_back_to  # type: ignore[method-assign, assignment]
    event.listen(engine, "connect", _describe_less)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _look_at)


def roll_back(connection: psycopg.Connection) -> None:
    """Roll back beneath psycopg, which would forget all that it has prepared.

    PostgreSQL keeps it, and takes longer to plan a statement than to run it.
    """
    if connection.pgconn.transaction_status != TransactionStatus.IDLE:
        connection.pgconn.exec_(b"ROLLBACK")
    connection.rollback()  # does nothing, unless that has failed


def roll_back_to(connection: Connection, savepoint: str) -> None:
    """Roll back to a savepoint, in the same way."""
    under = connection.connection.driver_connection
    command = f"ROLLBACK TO SAVEPOINT {savepoint}"
    if not isinstance(under, psycopg.Connection) or not _did(under, command):
        connection.exec_driver_sql(command)  # which says what is wrong


def _did(connection: psycopg.Connection, command: str) -> bool:
    return connection.pgconn.exec_(command.encode()).status in SAID


def begin_with(connection: Connection, statement: str) -> bool:
    """Send a SELECT of ours along with what begins the transaction; whether it was heard.

    Parameters
    ----------
    statement
        Written as it is sent: nothing that somebody typed stands in it.
    """
    under = connection.connection.driver_connection
    if not isinstance(under, psycopg.Connection) or under.autocommit:
        return False
    if under.pgconn.transaction_status == TransactionStatus.IDLE:
        statement = f"BEGIN; {statement}"
    return _did(under, statement)


def first_row(
    connection: Connection, statement: str, values: Sequence[str] = ()
) -> tuple[Any, ...] | None:
    """Ask beneath SQLAlchemy, which takes three times as long for it, and return the first row.

    For what each request asks, of no table's class.
    """
    under = connection.connection.driver_connection
    if isinstance(under, psycopg.Connection):
        with suppress(psycopg.Error):
            return under.execute(statement, values).fetchone()
    found = connection.exec_driver_sql(statement, tuple(values)).first()  # which says what is wrong
    return None if found is None else tuple(found)


def _describe_less(connection: psycopg.Connection, _record: object) -> None:
    connection.cursor_factory = Cursor


def _note_use(_connection: psycopg.Connection | None, record: Any) -> None:
    record.info[LAST_USED] = time.monotonic()


def _look_at(connection: psycopg.Connection, record: Any, _proxy: object) -> None:
    """Let the pool make another connection where this one is lost.

    Whoever ends a connection says so on it: one that says nothing, and was used just now, stands.
    """
    last = record.info.get(LAST_USED)
    if last is None or (time.monotonic() - last < QUIET and not _says_something(connection)):
        return
    if connection.closed or not _did(connection, "SELECT 1"):
        raise DisconnectionError


def _says_something(connection: psycopg.Connection) -> bool:
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
