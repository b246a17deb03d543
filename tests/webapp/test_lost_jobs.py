"""What becomes of jobs when something fails that is nobody's fault: the database, a worker."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, LiteralString

import psycopg
import pytest
from flask import Flask
from procrastinate import PsycopgConnector, RetryStrategy
from sqlalchemy.orm import Session

from tests.builders import a_visit
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.webapp.workers import states
from webapp import create_app
from webapp.ground import job_queue
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs import AGAIN, jobs
from webapp.jobs.upkeep import retry_stalled_jobs
from webapp.jobs.worker import run_worker
from webapp.models import Message, MessageState
from webapp.services.records import outbox


@pytest.fixture
def app(fresh_database: Database) -> Iterator[Flask]:
    app = create_app(Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test"))
    yield app
    app.extensions["sessions"].kw["bind"].dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["sessions"]() as opened:
        set_scope(opened, EVERYONE)
        yield opened


@pytest.fixture
def a_job(session: Session) -> Iterator[Callable[[Callable[[], object]], None]]:
    """Defer a job that does this."""

    def defer(act: Callable[[], object]) -> None:
        jobs.task(name="a_job", retry=AGAIN)(act)
        job_queue.defer(session, "a_job")
        session.commit()

    yield defer
    jobs.tasks.pop("a_job", None)


def as_owner(database: Database, statement: LiteralString, *values: object) -> list[Any]:
    with psycopg.connect(database.owner_url) as connection:
        executed = connection.execute(statement, values)
        return executed.fetchall() if executed.description else []


def run_until_nothing_waits(app: Flask) -> None:
    """Run workers, as whoever keeps them up does: one that ends for a reason is followed by one."""
    try:
        run_worker(app, wait=False)
    except SystemExit:
        run_worker(app, wait=False)


def test_every_task_is_tried_again_whatever_stops_it_and_a_bounded_number_of_times() -> None:
    jobs.perform_import_paths()  # type: ignore[no-untyped-call]
    ours = {name: task for name, task in jobs.tasks.items() if "builtin" not in name}
    for name, task in ours.items():
        strategy = task.retry_strategy
        assert isinstance(strategy, RetryStrategy), name
        assert strategy.max_attempts, name
        assert strategy.exponential_wait > 1, name
        assert strategy.retry_exceptions is None, name
    assert {"send_message", "solve_round", "advise_round", "turn_the_page"} <= ours.keys()


def test_a_job_that_fails_for_a_reason_that_nobody_foresaw_waits_to_be_tried_again(
    app: Flask, fresh_database: Database, a_job: Callable[..., None]
) -> None:
    def fail() -> None:
        raise LookupError

    a_job(fail)
    run_worker(app, wait=False)
    assert states(fresh_database) == ["todo"]


def test_a_message_that_cannot_be_written_is_told_as_failed_and_tried_again(
    app: Flask, session: Session, fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = outbox.write_to_party(session, a_visit(session), "visit-link", key="one")
    session.commit()

    def fail(_message: Message) -> None:
        raise LookupError

    with monkeypatch.context() as broken:
        broken.setattr("webapp.jobs.messages.compose", fail)
        run_worker(app, wait=False)
    session.refresh(message)
    assert (message.state, message.failure) == (MessageState.FAILED, "unexpected")
    as_owner(fresh_database, "UPDATE procrastinate_jobs SET scheduled_at = now()")
    run_worker(app, wait=False)
    session.refresh(message)
    assert (message.state, message.failure) == (MessageState.SENT, None)


def test_a_job_whose_end_the_queue_did_not_hear_of_is_taken_up_by_another_worker(
    app: Flask, fresh_database: Database, a_job: Callable[..., None]
) -> None:
    as_owner(
        fresh_database,
        """
        CREATE FUNCTION lose_the_connection() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_terminate_backend(pg_backend_pid());
            PERFORM pg_sleep(1);
            RETURN OLD;
        END $$;
        CREATE TRIGGER lose_the_connection BEFORE DELETE ON procrastinate_jobs FOR EACH ROW
        WHEN (OLD.task_name = 'a_job' AND OLD.attempts = 0) EXECUTE FUNCTION lose_the_connection();
        """,
    )
    done: list[bool] = []
    a_job(lambda: done.append(True))
    with pytest.raises(SystemExit):
        run_worker(app, wait=False)
    assert states(fresh_database) == ["doing"]
    run_worker(app, wait=False)
    assert states(fresh_database) == []
    assert len(done) == 2


def test_a_periodic_job_of_a_dead_worker_is_over_when_the_next_one_waits_already(
    app: Flask, session: Session, fresh_database: Database
) -> None:
    job_queue.defer(session, "chain_audit", queueing_lock="chain_audit", timestamp=60)
    session.commit()
    as_owner(fresh_database, "UPDATE procrastinate_jobs SET status = 'doing'")
    job_queue.defer(session, "chain_audit", queueing_lock="chain_audit", timestamp=120)
    session.commit()
    run_until_nothing_waits(app)
    left = as_owner(
        fresh_database, "SELECT FROM procrastinate_jobs WHERE task_name = 'chain_audit'"
    )
    assert left == []


def test_two_workers_that_find_the_same_job_of_a_dead_one_take_it_up_once(
    app: Flask, session: Session, fresh_database: Database
) -> None:
    job_queue.defer(session, "a_job")
    session.commit()
    as_owner(fresh_database, "UPDATE procrastinate_jobs SET status = 'doing'")

    async def look_twice_at_once() -> None:
        with jobs.replace_connector(PsycopgConnector(conninfo=fresh_database.url)):
            async with jobs.open_async():
                stalled = await jobs.job_manager.get_stalled_jobs()
                await retry_stalled_jobs()
                for job in stalled:
                    await jobs.job_manager.retry_job(job)

    asyncio.run(look_twice_at_once())
    found = as_owner(fresh_database, "SELECT status::text, attempts FROM procrastinate_jobs")
    assert found == [("todo", 1)]
