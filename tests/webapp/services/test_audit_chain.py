from datetime import timedelta

import psycopg
import pytest
import time_machine
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tests.databases import Database
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.models import Event, EventLink
from webapp.services.records import audit, audit_chain
from webapp.services.records.tokens import Signer


def some_events(db: Session, count: int) -> None:
    with time_machine.travel(now() - timedelta(hours=1)):
        for number in range(count):
            audit.record(db, "test.happened", None, number=number)
        db.flush()


def test_every_settled_row_is_chained_once(db: Session) -> None:
    some_events(db, 3)
    assert audit_chain.extend(db) == 3
    assert audit_chain.extend(db) == 0
    assert db.scalar(select(func.count()).select_from(EventLink)) == 3
    assert audit_chain.first_fault(db) is None


def test_a_row_that_may_still_have_an_earlier_sister_waits(db: Session) -> None:
    audit.record(db, "test.happened")
    assert audit_chain.extend(db) == 0


def test_a_chain_made_with_another_key_does_not_fit(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(db, 1)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(Signer, "_key", b"another")
        audit_chain.extend(db)
    assert audit_chain.first_fault(db) is not None


@pytest.mark.parametrize(
    "fraud",
    [
        "UPDATE events SET actor_id = 99 WHERE id = 2",
        "UPDATE events SET facts = '{}' WHERE id = 2",
        "UPDATE events SET at = at - interval '1 day' WHERE id = 2",
        "DELETE FROM event_chain WHERE event_id = 2",
        "DELETE FROM event_chain WHERE event_id = 1; DELETE FROM events WHERE id = 1",
    ],
)
def test_one_changed_row_is_found(fresh_database: Database, fraud: str) -> None:
    engine = make_engine(fresh_database.url)
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        some_events(session, 4)
        audit_chain.extend(session)
        session.commit()
        assert audit_chain.first_fault(session) is None
        session.rollback()
        with psycopg.connect(fresh_database.owner_url) as owner:
            owner.execute(fraud)
        session.expire_all()
        assert audit_chain.first_fault(session) == 2
    engine.dispose()


@pytest.mark.parametrize("table", [Event, EventLink])
def test_the_application_itself_cannot_take_a_row_away(
    db: Session, table: type[Event] | type[EventLink]
) -> None:
    with pytest.raises(Exception, match="permission denied"):
        db.execute(delete(table))
