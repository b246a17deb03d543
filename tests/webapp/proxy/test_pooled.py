"""Sillon behind a real PgBouncer that lends connections for one transaction only."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import a_programme, a_visit
from tests.databases import Database, Databases
from tests.keys import DATA_KEY, SECRET_KEY
from tests.waiting import wait_until
from tests.webapp.form_table import ROWS
from tests.webapp.forms.row import Row
from tests.webapp.proxy import pgbouncer
from tests.webapp.test_double_click import fill, send_at_once
from webapp import create_app
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.models import Message, MessageState, Side
from webapp.services.accounts import passwords
from webapp.services.visits import proposing

pytestmark = [pytest.mark.process, pytest.mark.pgbouncer, pytest.mark.xdist_group("pgbouncer")]

SENT = {
    "auth.give_password", "auth.give_code", "account.end_session", "public.refer_person",
    "farmer.choose_days", "farmer.answer_visit, yes",
    "caseworker.act_on_many", "caseworker.publish_round",
    "coordinator.run_round", "visit_page.answer_visit, yes of the party",
}  # fmt: skip
"""Forms of each portal: those with locks, jobs, sessions and counted attempts."""
OFTEN = 7
"""A statement is prepared the sixth time."""


@pytest.fixture(scope="module")
def pooler(databases: Databases) -> Iterator[str]:
    with pgbouncer.running(databases.sockets) as address:
        yield address


@pytest.fixture(scope="module")
def own_database(databases: Databases) -> Iterator[Database]:
    made = databases.make()
    yield made
    databases.drop(made)


@pytest.fixture(scope="module")
def pooled(pooler: str, own_database: Database) -> Iterator[Flask]:
    """Sillon, with nothing but the pooler to ask."""
    url = pooler.format(own_database.name)
    app = create_app(Config(url, SECRET_KEY, DATA_KEY, mode="test", pooled=True))
    yield app
    app.extensions["sessions"].kw["bind"].dispose()


@pytest.fixture
def committed(
    databases: Databases, own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A session on the server itself, in a database that is empty afterwards."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
    engine = make_engine(own_database.url)
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        a_programme(session)
        session.commit()
        yield session
    engine.dispose()
    databases.empty(own_database)


def turn_about(url: str, *, pooled: bool) -> None:
    """Ask the same often enough on one connection, then on whichever the pooler lends."""
    engine = make_engine(url, pooled=pooled)
    try:
        with engine.connect() as one, engine.connect() as other:
            for _time in range(OFTEN):
                one.execute(text("SELECT 1"))
            one.commit()
            other.execute(text("SELECT 2"))
            one.execute(text("SELECT 1"))
    finally:
        engine.dispose()


def test_without_the_setting_a_pooler_breaks_what_is_asked_often(
    pooler: str, own_database: Database
) -> None:
    url = pooler.format(own_database.name)
    with pytest.raises(DBAPIError, match="prepared statement"):
        turn_about(url, pooled=False)
    turn_about(url, pooled=True)


@pytest.mark.usefixtures("spring")
@pytest.mark.long
@pytest.mark.parametrize("row", [row for row in ROWS if str(row) in SENT], ids=str)
def test_forms_of_every_portal_are_sent_through_a_pooler(
    row: Row, committed: Session, pooled: Flask
) -> None:
    world = row.world(committed)
    committed.commit()
    committed.expunge_all()
    address, cookie, sent = fill(row, world, pooled, committed)
    committed.commit()
    answers = send_at_once(pooled, address, (cookie, sent), (cookie, sent))
    assert [answer.status_code for answer in answers if answer.status_code >= 400] == []


def test_a_worker_behind_a_pooler_finds_what_is_deferred_while_it_waits(
    committed: Session, pooler: str, own_database: Database
) -> None:
    settings = {"DATABASE_URL": pooler.format(own_database.name), "SILLON_POOLED": "1",
                "SILLON_SECRET_KEY": SECRET_KEY, "SILLON_DATA_KEY": DATA_KEY,
                "SILLON_MODE": "test"}  # fmt: skip
    command = [sys.executable, "-m", "flask", "--app", "webapp", "work"]
    with subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.PIPE) as worker:
        try:
            wait_until(lambda: worker.poll() is not None or _waits(committed))
            proposing.tell(committed, a_visit(committed), Side.PARTY, "visit-link")  # at any hour
            committed.commit()
            wait_until(lambda: worker.poll() is not None or _is_sent(committed))
            assert worker.poll() is None
        finally:
            worker.terminate()
            said = worker.communicate(timeout=60)[1]
    assert worker.returncode == 0, said


def _waits(session: Session) -> bool:
    """Whether a worker has registered, and nothing is left for it to do at once."""
    workers = session.scalar(text("SELECT count(*) FROM procrastinate_workers"))
    session.commit()
    return bool(workers)


def _is_sent(session: Session) -> bool:
    found = session.scalars(select(Message.state)).all()
    session.commit()
    return found == [MessageState.SENT]
