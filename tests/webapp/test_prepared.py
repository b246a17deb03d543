"""What a connection keeps when a page ends, whatever came of it, and how it is found lost."""

import runpy
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from tests.databases import Database, Databases
from webapp.ground import connections
from webapp.ground.database import (
    EVERYONE,
    NOBODY,
    keep_what_is_written,
    make_engine,
    make_sessions,
    set_scope,
)
from webapp.models import Organisation

ROOT = Path(__file__).parents[2]
OFTEN = 12


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    """An engine of a database of its own, with one connection."""
    database = databases.make()
    made = make_engine(database.url, pool_size=1, max_overflow=0)
    yield made
    made.dispose()
    databases.drop(database)


def a_request(engine: Engine) -> Session:
    session = make_sessions(engine)()
    set_scope(session, EVERYONE)
    return session


def prepared(engine: Engine) -> int:
    with engine.connect() as connection:
        asked = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%organisations%'"
        return int(connection.scalar(text(asked)) or 0)


def test_what_pages_ask_often_stays_prepared_when_they_end(engine: Engine) -> None:
    for _ in range(OFTEN):
        session = a_request(engine)
        session.scalars(select(Organisation)).all()
        session.close()
    assert prepared(engine) > 0


def test_as_many_connections_stay_as_a_web_answers_requests_at_once(database: Database) -> None:
    at_once = runpy.run_path(str(ROOT / "deploy" / "gunicorn.py"))["threads"]
    made = make_engine(database.url)
    try:
        taken = [made.connect() for _ in range(at_once)]
        last = taken[-1].connection.driver_connection
        for each in taken:
            each.close()
        assert made.pool.checkedin() == at_once  # type: ignore[attr-defined]
        with made.connect() as again:
            assert again.connection.driver_connection is last
    finally:
        made.dispose()


def test_what_was_written_and_not_committed_never_happened(engine: Engine) -> None:
    session = a_request(engine)
    session.add(Organisation(name="Accueil", phone="+33140000000", commune="14118"))
    session.flush()
    session.close()
    after = a_request(engine)
    assert after.scalars(select(Organisation)).all() == []
    after.close()


def test_what_was_only_set_in_memory_is_not_written_at_the_end(engine: Engine) -> None:
    session = a_request(engine)
    session.scalars(select(Organisation)).all()
    session.add(Organisation(name="Accueil", phone="+33140000000", commune="14118"))
    session.close()
    after = a_request(engine)
    assert after.scalars(select(Organisation)).all() == []
    after.close()


def test_what_was_prepared_outlives_a_transaction_that_has_failed(engine: Engine) -> None:
    for _ in range(OFTEN):
        session = a_request(engine)
        session.scalars(select(Organisation)).all()
        with pytest.raises(Exception, match="division by zero"):
            session.execute(text("SELECT 1 / 0"))
        session.close()
    assert prepared(engine) > 0


def test_what_was_prepared_outlives_a_savepoint_that_was_given_up(engine: Engine) -> None:
    with a_request(engine) as session:
        for _ in range(OFTEN):
            step = session.begin_nested()
            session.scalars(select(Organisation)).all()
            step.rollback()
    assert prepared(engine) > 0


def test_a_statement_that_was_asked_before_describes_its_columns_to_nobody(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = select(Organisation.id, Organisation.name)
    with a_request(engine) as session:
        assert list(session.execute(asked).keys()) == ["id", "name"]
        monkeypatch.delattr(connections.Columns, "_found")
        assert list(session.execute(asked).keys()) == ["id", "name"]


@pytest.mark.parametrize("of_itself", [True, False])
def test_a_connection_that_the_server_ended_is_not_used_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, *, of_itself: bool
) -> None:
    if of_itself:  # the server has said so; else it is long since it was used, and it is asked
        monkeypatch.setattr(connections, "QUIET", 1000)
    else:
        monkeypatch.setattr(connections, "QUIET", 0)
        monkeypatch.setattr(connections, "_says_something", lambda _connection: False)
    with a_request(engine) as session:
        number = session.scalar(text("SELECT pg_backend_pid()"))
    end_backend(engine, number)
    with a_request(engine) as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != number


def end_backend(engine: Engine, number: int) -> None:
    """Let the server end a connection, as it does when it is stopped."""
    with psycopg.connect(engine.url.set(drivername="postgresql").render_as_string()) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [number]).fetchone() == (
            True,
        )


def test_a_scope_is_announced_with_the_beginning_of_its_transaction(engine: Engine) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with a_request(engine) as session:
        assert session.scalar(text("SELECT current_setting('sillon.scope')")) == EVERYONE.kind
        set_scope(session, NOBODY)
        assert session.scalar(text("SELECT current_setting('sillon.scope')")) == NOBODY.kind
        session.rollback()
        assert session.scalar(text("SELECT current_setting('sillon.scope')")) == NOBODY.kind
    assert [each for each in asked if "set_config" in each] == []


def test_what_read_alone_goes_on_in_its_transaction_and_what_wrote_is_kept(engine: Engine) -> None:
    began = select(func.transaction_timestamp())
    session = a_request(engine)
    at = session.scalar(began)
    keep_what_is_written(session)
    assert session.scalar(began) == at
    session.add(Organisation(name="Accueil", phone="+33140000000", commune="14118"))
    keep_what_is_written(session)
    assert session.scalar(began) != at
    session.rollback()
    assert session.scalars(select(Organisation)).all() != []
    session.close()


def test_what_was_read_is_read_anew_though_its_transaction_goes_on(databases: Databases) -> None:
    database = databases.make()
    engine = make_engine(database.url)
    session, other = a_request(engine), a_request(engine)
    session.add(Organisation(name="Accueil", phone="+33140000000", commune="14118"))
    session.commit()
    seen = session.scalars(select(Organisation)).one()
    other.scalars(select(Organisation)).one().name = "Accueil du Bessin"
    other.commit()
    keep_what_is_written(session)
    assert seen.name == "Accueil du Bessin"
    for each in (session, other):
        each.close()
    engine.dispose()
    databases.drop(database)


def test_what_is_asked_beneath_is_told_as_any_question_is_when_it_fails(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connections.first_row(connection, "SELECT 7, %s", ["a word"]) == (7, "a word")
        assert connections.first_row(connection, "SELECT 7 WHERE false") is None
        with pytest.raises(DBAPIError):
            connections.first_row(connection, "SELECT nothing_of_ours")
    with engine.connect() as connection:
        under = connection.connection.driver_connection
        assert isinstance(under, psycopg.Connection)
        under.close()
        with pytest.raises(OperationalError):
            connections.first_row(connection, "SELECT 7")
    with engine.connect() as connection:
        assert connections.first_row(connection, "SELECT 7") == (7,)
