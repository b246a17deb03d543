import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from procrastinate import PsycopgConnector
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.waiting import wait_until
from tests.webapp.workers import let_a_minute_pass, states
from webapp import create_app
from webapp.ground import job_queue
from webapp.ground.clock import now
from webapp.ground.config import Config
from webapp.ground.database import make_engine
from webapp.jobs import jobs
from webapp.jobs.upkeep import KEPT_HOURS, MOST_ATTEMPTS, forget_old_jobs
from webapp.jobs.worker import run_worker
from webapp.web.extensions import db

WORKER = """
import time
from pathlib import Path
from webapp import create_app
from webapp.jobs import jobs
from webapp.jobs.worker import run_worker

@jobs.task(name="write_slowly")
def write_slowly(folder: str) -> None:
    (Path(folder) / "diary").write_text("begun ")
    time.sleep(60)

run_worker(create_app())
"""
SECRETS = {"SILLON_SECRET_KEY": SECRET_KEY, "SILLON_DATA_KEY": DATA_KEY}


@pytest.fixture
def session(fresh_database: Database) -> Iterator[Session]:
    engine = make_engine(fresh_database.url)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def app(fresh_database: Database) -> Iterator[Flask]:
    app = create_app(Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test"))
    yield app
    app.extensions["sessions"].kw["bind"].dispose()


@pytest.fixture
def a_task() -> Iterator[Callable[..., object]]:
    """Register a task for one test."""
    registered: list[str] = []

    def register(name: str, act: Callable[..., object]) -> None:
        jobs.task(name=name)(act)
        registered.append(name)

    yield register
    for name in registered:
        del jobs.tasks[name]


def jobs_of(database: Database, task: str) -> int:
    with psycopg.connect(database.owner_url) as connection:
        counted = connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [task]
        ).fetchone()
        return int(counted[0]) if counted else 0


def test_a_job_stands_once_its_transaction_is_committed(
    session: Session, fresh_database: Database
) -> None:
    job_queue.defer(session, "send_message", message_id=1)
    assert states(fresh_database) == []
    session.commit()
    assert states(fresh_database) == ["todo"]


def test_a_job_is_undone_with_its_transaction(session: Session, fresh_database: Database) -> None:
    job_queue.defer(session, "send_message", message_id=1)
    session.rollback()
    assert states(fresh_database) == []


def test_of_jobs_with_one_queueing_lock_one_waits_and_the_transaction_goes_on(
    session: Session, fresh_database: Database
) -> None:
    job_queue.defer(session, "chain_events", queueing_lock="chain")
    job_queue.defer(session, "chain_events", queueing_lock="chain")
    session.commit()
    assert states(fresh_database) == ["todo"]


def test_a_job_for_later_is_not_run_now(
    session: Session, fresh_database: Database, app: Flask, a_task: Callable[..., object]
) -> None:
    ran: list[int] = []
    a_task("remind", lambda visit: ran.append(visit))  # noqa: PLW0108 - a task's arguments have names
    job_queue.defer(session, "remind", visit=1)
    job_queue.defer(session, "remind", visit=2, schedule_at=now() + timedelta(days=1))
    session.commit()
    run_worker(app, wait=False)
    assert ran == [1]
    assert states(fresh_database) == ["todo"]


def test_a_task_sees_every_row_and_acts_as_a_job(
    session: Session, app: Flask, a_task: Callable[..., object]
) -> None:
    seen: list[object] = []

    def look() -> None:
        seen.append(db.scalar(text("SELECT current_setting('sillon.scope')")))
        seen.append(db.info["actor"].kind)

    a_task("look", look)
    job_queue.defer(session, "look")
    session.commit()
    run_worker(app, wait=False)
    assert seen == ["everyone", "job"]


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(
    fresh_database: Database, app: Flask
) -> None:
    with psycopg.connect(fresh_database.owner_url) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts) "
            "VALUES ('default', 'deadly', 'doing', %s)",
            [MOST_ATTEMPTS],
        )
    run_worker(app, wait=False)
    assert states(fresh_database) == ["failed"]


def test_periodic_jobs_run_once_however_many_workers_defer_them(fresh_database: Database) -> None:
    async def defer_as_another_worker() -> int | None:
        with jobs.replace_connector(PsycopgConnector(conninfo=fresh_database.url)):
            async with jobs.open_async():
                task = jobs.tasks["forget_old_jobs"]
                job = task.configure(task_kwargs={"timestamp": 60}).job
                return await jobs.job_manager.defer_periodic_job(job, "", 60)

    first, second = (asyncio.run(defer_as_another_worker()) for _ in range(2))
    assert first is not None
    assert second is None
    assert jobs_of(fresh_database, "forget_old_jobs") == 1


def test_jobs_that_failed_long_ago_are_forgotten(fresh_database: Database) -> None:
    with psycopg.connect(fresh_database.owner_url) as connection:
        for days in (KEPT_HOURS // 24 - 1, KEPT_HOURS // 24 + 1):
            connection.execute(
                "WITH job AS (INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
                "VALUES ('default', 'send_message', 'failed') RETURNING id) "
                "INSERT INTO procrastinate_events (job_id, type, at) "
                "SELECT id, 'failed', now() - make_interval(days => %s) FROM job",
                [days],
            )

    async def forget() -> None:
        with jobs.replace_connector(PsycopgConnector(conninfo=fresh_database.url)):
            async with jobs.open_async():
                await forget_old_jobs(timestamp=0)

    asyncio.run(forget())
    assert jobs_of(fresh_database, "send_message") == 1


@pytest.mark.process
def test_a_job_whose_worker_is_killed_is_finished_by_another(
    session: Session,
    fresh_database: Database,
    app: Flask,
    a_task: Callable[..., object],
    tmp_path: Path,
) -> None:
    diary = tmp_path / "diary"
    environment = {**os.environ, **SECRETS, "DATABASE_URL": fresh_database.url}
    environment["SILLON_MODE"] = "test"
    job_queue.defer(session, "write_slowly", folder=str(tmp_path))
    session.commit()
    killed = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        wait_until(
            lambda: killed.poll() is not None or (diary.exists() and diary.read_text() != "")
        )
        assert killed.poll() is None
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert states(fresh_database) == ["doing"]
    let_a_minute_pass(fresh_database)
    a_task("write_slowly", lambda folder: (Path(folder) / "diary").write_text("ended"))
    run_worker(app, wait=False)
    assert diary.read_text() == "ended"
    assert states(fresh_database) == []
