"""A worker's own way to the queue: what it makes of a queue that does not answer, or says no."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, LiteralString

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from webapp.ground.database import connecting


class Queue(JobManager):
    """The queue, where a word that comes too late is no failure."""

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Let a job wait again; where one like it waits already, and one is enough, it is over."""
        try:
            await super().retry_job(job, retry_at, priority, queue, lock)
        except UniqueViolation:
            await self.finish_job(job, Status.FAILED, delete_job=True)
        except ConnectorException as error:
            _unless_another_has_it(error)

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Note how a job ended, unless another worker has taken it over."""
        try:
            await super().finish_job(job, status, delete_job)
        except ConnectorException as error:
            _unless_another_has_it(error)


def _unless_another_has_it(error: ConnectorException) -> None:
    """Raise, but for what the queue's own functions say of a job that is not on hand any more."""
    if not isinstance(error.__cause__, psycopg.errors.RaiseException):
        raise error


class Connector(PsycopgConnector):
    """A connection to the queue that tells when a word of ours was lost.

    A job whose end could not be written down would be on hand for ever, of a worker that lives and
    has forgotten it: so the worker has to end, and its jobs are taken up by another.

    Parameters
    ----------
    url
        The database.
    pooled
        Whether a pooler stands between (`webapp.ground.database.make_engine`).
    """

    def __init__(self, url: str, *, pooled: bool = False) -> None:
        super().__init__(conninfo=url, kwargs=connecting(pooled=pooled))
        self.when_lost: Callable[[], object] | None = None

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        """Execute a statement that answers nothing; those are the worker's words."""
        try:
            await super().execute_query_async(query, **arguments)
        except ConnectorException as error:
            lost = isinstance(error.__cause__, psycopg.OperationalError | psycopg.InterfaceError)
            if lost and self.when_lost is not None:
                self.when_lost()
            raise
