"""A database that goes while a job is deferred is a database that is gone, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from webapp import create_app
from webapp.ground import job_queue
from webapp.ground.config import Config
from webapp.ground.database import make_engine, make_sessions
from webapp.web.extensions import db


@pytest.fixture
def sessions_of_its_own(fresh_database: Database) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(fresh_database.url)
    yield make_sessions(engine)
    engine.dispose()


def end_the_connection_of(session: Session) -> None:
    """End a session's connection from outside, as a server does that stops."""
    number = session.scalar(select(text("pg_backend_pid()")))
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})


@pytest.fixture
def app(
    fresh_database: Database,
    sessions_of_its_own: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
) -> Flask:
    """An application with a page that defers a job; the database goes just before the job is."""
    made = create_app(
        Config(fresh_database.url, SECRET_KEY, DATA_KEY, mode="test"), sessions_of_its_own
    )
    made.config["PROPAGATE_EXCEPTIONS"] = False
    configure = vars(job_queue)["configure_task"]

    def gone_before(**given: Any) -> Any:
        end_the_connection_of(db._get_current_object())  # type: ignore[attr-defined]
        return configure(**given)

    monkeypatch.setattr(job_queue, "configure_task", gone_before)

    @made.get("/defer/<lock>")
    def defer(lock: str) -> str:
        job_queue.defer(db, "send_message", queueing_lock=lock.strip("-") or None, message_id=1)
        db.commit()
        return "deferred"

    return made


@pytest.mark.parametrize("lock", ["-", "one-is-enough"])
def test_a_database_that_goes_while_a_job_is_deferred_is_the_page_of_a_short_break(
    app: Flask, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    client = app.test_client()
    answer = client.get(f"/defer/{lock}")
    assert answer.status_code == 503
    assert "courte pause" in answer.get_data(as_text=True)
    monkeypatch.undo()
    assert client.get(f"/defer/{lock}").get_data(as_text=True) == "deferred"
