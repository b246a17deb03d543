"""Jobs are rows, written in the transaction that needs them and undone with it."""

import json
from datetime import datetime

import psycopg
from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from webapp.ground.clock import ahead

_manager = JobManager(SyncPsycopgConnector())


def defer(
    session: Session,
    task_name: str,
    *,
    schedule_at: datetime | None = None,
    queueing_lock: str | None = None,
    lock: str | None = None,
    **arguments: str | int | float | bool | None,
) -> None:
    """Defer a job by the name of its task.

    Parameters
    ----------
    session
        The caller's; the job exists when its transaction is committed.
    schedule_at
        Not before this instant.
    queueing_lock
        Of several jobs with this word only one waits: deferring another changes nothing.
    lock
        Jobs with this word run one after the other, as they were deferred.
    arguments
        Numbers and codes of what the job is about, never anything private: they are stored.

    Raises
    ------
    OperationalError
        The database has gone, as with any other statement.
    """
    if queueing_lock is None:
        _insert(session, task_name, schedule_at, (None, lock), arguments)
        return
    try:
        with session.begin_nested():  # a refused insert must not end the caller's transaction
            _insert(session, task_name, schedule_at, (queueing_lock, lock), arguments)
    except AlreadyEnqueued:
        return


def call_off(session: Session, task_name: str, **arguments: int) -> None:
    """Let no job of this task that still waits run for what these arguments name."""
    waits = text(
        "DELETE FROM procrastinate_jobs WHERE id IN ("
        " SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND task_name = :task"
        " AND args @> CAST(:about AS jsonb) FOR UPDATE SKIP LOCKED)"
    )
    session.execute(waits, {"task": task_name, "about": json.dumps(arguments)})


def _insert(
    session: Session,
    task_name: str,
    schedule_at: datetime | None,
    locks: tuple[str | None, str | None],
    arguments: dict[str, str | int | float | bool | None],
) -> None:
    session.flush()
    connection = session.connection()
    queueing_lock, lock = locks
    task = configure_task(
        name=task_name,
        job_manager=_manager,
        schedule_at=schedule_at - ahead() if schedule_at else None,
        queueing_lock=queueing_lock,
        lock=lock,
        connection=connection.connection.driver_connection,
    )
    try:
        task.defer(**arguments)
    except ConnectorException as error:
        cause = error.__cause__
        if not isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
            raise
        # It fails as every other statement does of a database that is gone.
        connection.invalidate(cause)
        raise OperationalError(f"defer {task_name}", None, cause, hide_parameters=True) from error
