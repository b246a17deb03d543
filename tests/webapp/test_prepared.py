"""A page that only reads leaves prepared what it asked; one that wrote in vain leaves nothing."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from tests.databases import Databases
from webapp.ground.database import (
    EVERYONE,
    end_reading,
    keep_what_is_written,
    make_engine,
    make_sessions,
    set_scope,
)
from webapp.models import Organisation

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
        end_reading(session)
        session.close()
    assert prepared(engine) > 0


def test_what_was_written_and_not_committed_never_happened(engine: Engine) -> None:
    session = a_request(engine)
    session.add(Organisation(name="Accueil", phone="+33140000000", commune="14118"))
    session.flush()
    end_reading(session)
    session.close()
    after = a_request(engine)
    assert after.scalars(select(Organisation)).all() == []
    after.close()


def test_what_was_only_set_in_memory_is_not_written_at_the_end(engine: Engine) -> None:
    session = a_request(engine)
    session.scalars(select(Organisation)).all()
    session.add(Organisation(name="Accueil", phone="+33140000000", commune="14118"))
    end_reading(session)
    session.close()
    after = a_request(engine)
    assert after.scalars(select(Organisation)).all() == []
    after.close()


def test_a_transaction_that_has_failed_ends_as_ever(engine: Engine) -> None:
    session = a_request(engine)
    with pytest.raises(Exception, match="division by zero"):
        session.execute(text("SELECT 1 / 0"))
    end_reading(session)
    session.close()
    assert prepared(engine) == 0


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
