"""A worker: takes jobs from the queue until it is asked to end."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from procrastinate import JobContext
from procrastinate.worker import Worker

from webapp.channels import check_texts
from webapp.ground import clock, logs
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs import CONCURRENCY, jobs
from webapp.jobs.connection import Connector
from webapp.jobs.upkeep import HEARTBEAT_SECONDS, STALLED_SECONDS, retry_stalled_jobs
from webapp.services.records import audit, moving_clock
from webapp.web.extensions import db
from webapp.web.spoken import catalogue
from webapp.wording.reworded import look_again

LOOK_SECONDS = {False: 5.0, True: 1.0}
"""How often a worker looks for jobs by itself; behind a pooler nobody can call it."""
LAST_SECONDS = 20
"""How long jobs may go on once their worker is asked to end; then they are asked to end too."""


def run_worker(app: Flask, *, wait: bool = True) -> None:
    """Run jobs inside `app` until SIGINT or SIGTERM, or until the database is lost.

    An SMS address that cannot work is refused at once.

    Parameters
    ----------
    wait
        Whether to wait for further jobs, or to return when none is left.

    Raises
    ------
    SystemExit
        When the queue did not hear of a job's end: whoever keeps workers up starts another.
    """
    config: Config = app.extensions["config"]
    check_texts(config)
    if not asyncio.run(_work(app, wait=wait)):
        logs.log.error("queue-lost")
        raise SystemExit(1)


async def _work(app: Flask, *, wait: bool) -> bool:
    """Run jobs; return whether the queue heard of each of them how it ended."""
    config: Config = app.extensions["config"]
    connector = Connector(config.database_url, pooled=config.pooled)
    with jobs.replace_connector(connector):
        async with jobs.open_async():
            await retry_stalled_jobs()
            working = asyncio.create_task(_run_jobs(app, wait=wait, pooled=config.pooled))
            connector.when_lost = working.cancel
            try:
                await working
            except asyncio.CancelledError:
                return False
            return True


async def _run_jobs(app: Flask, *, wait: bool, pooled: bool) -> None:
    await jobs.run_worker_async(
        concurrency=CONCURRENCY,
        wait=wait,
        # LISTEN would have to outlive its transaction.
        listen_notify=not pooled,
        fetch_job_polling_interval=LOOK_SECONDS[pooled],
        delete_jobs="successful",
        shutdown_graceful_timeout=LAST_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=STALLED_SECONDS,
        task_middleware=[inside(app)],
    )


def inside(app: Flask) -> Callable[[Callable[[], Any], JobContext, Worker], Any]:
    """Return what wraps each task: the application, a session of all rows, the job as actor.

    What stops a task is in the log at once, though the task is tried again.
    """

    def run(task: Callable[[], Any], context: JobContext, _worker: Worker) -> Any:
        with app.app_context():
            look_again(app, catalogue)
            set_scope(db, EVERYONE)
            audit.set_actor(db, audit.JOB)
            ahead = moving_clock.read(db) if app.extensions["config"].demonstration else timedelta()
            try:
                with clock.standing_ahead(ahead):
                    return task()
            except Exception as error:
                of = {"task": context.job.task_name, "attempt": context.job.attempts + 1}
                logs.log.warning("job-stopped", **of, **logs.describe(error))
                raise

    return run
