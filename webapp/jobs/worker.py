"""A worker: takes jobs from the queue until it is asked to end."""

import asyncio
from collections.abc import Callable
from typing import Any

from flask import Flask
from procrastinate import JobContext, PsycopgConnector
from procrastinate.worker import Worker

from webapp.channels.sms import Sms
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs import jobs
from webapp.jobs.upkeep import HEARTBEAT_SECONDS, STALLED_SECONDS, retry_stalled_jobs
from webapp.services.records import audit
from webapp.web.extensions import db

CONCURRENCY = 4
"""A long job must not keep a message waiting."""
LAST_SECONDS = 20
"""How long jobs may go on once their worker is asked to end; then they are asked to end too."""


def run_worker(app: Flask, *, wait: bool = True) -> None:
    """Run jobs inside `app` until SIGINT or SIGTERM; refuse an SMS address that cannot work.

    Parameters
    ----------
    wait
        Whether to wait for further jobs, or to return when none is left.
    """
    config: Config = app.extensions["config"]
    if config.sms_url:
        Sms(config.sms_url).check()
    asyncio.run(_work(app, wait=wait))


async def _work(app: Flask, *, wait: bool) -> None:
    config: Config = app.extensions["config"]
    with jobs.replace_connector(PsycopgConnector(conninfo=config.database_url)):
        async with jobs.open_async():
            await retry_stalled_jobs()
            await jobs.run_worker_async(
                concurrency=CONCURRENCY,
                wait=wait,
                delete_jobs="successful",
                shutdown_graceful_timeout=LAST_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                task_middleware=[inside(app)],
            )


def inside(app: Flask) -> Callable[[Callable[[], Any], JobContext, Worker], Any]:
    """Return what wraps each task: the application, a session of all rows, the job as actor."""

    def run(task: Callable[[], Any], _context: JobContext, _worker: Worker) -> Any:
        with app.app_context():
            set_scope(db, EVERYONE)
            audit.set_actor(db, audit.JOB)
            return task()

    return run
