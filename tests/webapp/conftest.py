"""The application on a real database, each test in a transaction that is rolled back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.databases import PILOT, Database, Databases
from tests.keys import DATA_KEY, SECRET_KEY
from tests.page import Page
from webapp import create_app
from webapp.ground import languages
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.wording import report_files


@pytest.fixture(scope="session")
def config(database_url: str, templates_compiled_once: None) -> Config:
    """The settings of the application under test."""
    return Config(
        database_url=database_url,
        secret_key=SECRET_KEY,
        data_key=DATA_KEY,
        mode="test",
        public_url="https://sillon.example",
    )


@pytest.fixture(scope="session")
def engine(config: Config) -> Iterator[Engine]:
    # A test that waits for another's lock has deadlocked: it fails instead of hanging.
    made = make_engine(config.database_url, connect_args={"options": "-c lock_timeout=60000"})
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def application(config: Config) -> Flask:
    languages.compile_catalogues()
    return create_app(config)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()


@pytest.fixture
def sessions(connection: Connection) -> sessionmaker[Session]:
    """Sessions that all live in the test's one transaction; their commits are savepoints."""
    return sessionmaker(
        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    )


@pytest.fixture
def app(application: Flask, sessions: sessionmaker[Session]) -> Flask:
    application.extensions["sessions"] = sessions
    return application


@pytest.fixture
def db(application: Flask, sessions: sessionmaker[Session]) -> Iterator[Session]:
    """The test's own session, which sees everything."""
    with sessions() as session:
        set_scope(session, EVERYONE)
        yield session


@pytest.fixture
def page(app: Flask, db: Session) -> Page:
    """A browser in which nobody has signed in."""
    return Page(app, db)


@pytest.fixture
def spring() -> Iterator[datetime]:
    """Monday 1 March 2027, ten in the morning in Paris; time goes on from there."""
    start = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=True):
        yield start


@pytest.fixture
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are frozen without a PDF: to write those of a demonstration takes a third of it."""
    monkeypatch.setitem(report_files.FILES, "pdf", lambda _said: b"%PDF-")


@pytest.fixture(scope="session")
def pilot_database(application: Flask, databases: Databases) -> Iterator[Database]:
    """A demonstration of pilot size, for all tests of the group `pilot`."""
    database = databases.make(template=PILOT)
    yield database
    databases.drop(database)


@pytest.fixture(scope="module")
def pilot(pilot_database: Database) -> Iterator[Session]:
    """Read it only: others read it after."""
    engine = make_engine(pilot_database.url)
    with Session(engine) as session:
        set_scope(session, EVERYONE)
        yield session
    engine.dispose()
