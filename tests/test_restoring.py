"""A restore that is tried says that all is there when it is, and what is not when something is."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy.orm import Session

from local import restoring, using
from tests.builders import a_programme, a_visit
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.ground.encryption import Cipher
from webapp.services.records import audit, audit_chain, operations
from webapp.services.records.audit_keys import AuditKeys

pytestmark = pytest.mark.process


@pytest.fixture
def session(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session on a database with one visit, which the environment names."""
    monkeypatch.setenv("OWNER_DATABASE_URL", fresh_database.owner_url)
    Cipher.use(DATA_KEY)
    AuditKeys.use(SECRET_KEY)
    engine = make_engine(fresh_database.url)
    with make_sessions(engine)() as opened:
        set_scope(opened, EVERYONE)
        a_programme(opened)
        a_visit(opened)
        audit.record(opened, "visit.read")
        opened.commit()
        yield opened
    engine.dispose()


def config_of(database: Database) -> Config:
    return Config(
        database.url, SECRET_KEY, DATA_KEY, mode="test", public_url="https://sillon.example"
    )


def test_all_is_there_and_the_operator_reads_how_long_it_took(
    fresh_database: Database, session: Session
) -> None:
    trial = restoring.tried(config_of(fresh_database))
    assert trial.wrong == []
    assert trial.rows == sum(restoring.counted(fresh_database.owner_url).values()) > 10
    assert list(trial.seconds) == [
        "backup written",
        "empty server started",
        "restored",
        "application started",
        "signed in",
        "audit checked, sealed values opened",
    ]
    restoring.write_down(fresh_database.owner_url, trial)
    seen = operations.look(session)
    assert seen.restore is not None
    assert seen.restore.facts == {
        "sound": True, "seconds": round(trial.total, 1), "rows": trial.rows,
    }  # fmt: skip
    assert seen.backup is None, "What is thrown away is no backup"


def test_rows_changed_in_the_audit_and_values_that_no_key_opens_are_named(
    fresh_database: Database, session: Session
) -> None:
    with psycopg.connect(fresh_database.owner_url) as connection:
        connection.execute("UPDATE events SET at = at - interval '1 hour'")
    audit_chain.extend(session)
    session.commit()
    with psycopg.connect(fresh_database.owner_url) as connection:
        connection.execute("UPDATE events SET act = 'party.read'")
        connection.execute(
            "UPDATE persons SET first_name = set_byte(first_name, 20, get_byte(first_name, 20) # 1)"
        )
    app = using.open_application(config_of(fresh_database))
    wrong = using.see_all(app)
    app.extensions["sessions"].kw["bind"].dispose()
    assert wrong[0].startswith("The audit is not as it was written from row ")
    assert wrong[1].startswith("No key given opens persons ")


def test_a_table_that_came_back_with_fewer_rows_is_named_unless_it_changed_meanwhile() -> None:
    before, after = {"parties": 3, "events": 5, "farms": 2}, {"parties": 3, "events": 6, "farms": 2}
    restored = {"parties": 2, "events": 5, "farms": 2}
    assert restoring.missing(before, restored, after) == ["parties: 2 rows came back of 3."]
