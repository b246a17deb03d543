from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tests.databases import Database
from webapp.ground.clock import now
from webapp.ground.database import EVERYONE, make_engine, make_sessions, set_scope
from webapp.models import Event, EventLink
from webapp.services.records import audit, audit_chain, audit_heads
from webapp.services.records.audit_chain import Fault
from webapp.services.records.audit_keys import AuditKeys


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


def test_what_an_earlier_hour_is_written_of_waits_for_the_row_before_it(db: Session) -> None:
    some_events(db, 1)
    audit.record(db, "test.happened")  # by a machine whose clock is right
    db.flush()
    some_events(db, 1)  # by one an hour behind
    assert audit_chain.extend(db) == 1
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert audit_chain.extend(db) == 2
    assert audit_chain.first_fault(db) is None


def test_a_chain_made_with_another_key_does_not_fit(
    db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_events(db, 1)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(AuditKeys, "_keys", {})
        AuditKeys.use("another")
        number = AuditKeys.present()
        audit_chain.extend(db)
    found = audit_chain.first_fault(db)
    assert found is not None
    assert found.key == number, "it is not changed: a key is missing"


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
        assert audit_chain.first_fault(session) == Fault(2)
    engine.dispose()


@pytest.mark.parametrize("table", [Event, EventLink])
def test_the_application_itself_cannot_take_a_row_away(
    db: Session, table: type[Event] | type[EventLink]
) -> None:
    with pytest.raises(Exception, match="permission denied"):
        db.execute(delete(table))


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test take other keys; those of the tests are back afterwards."""
    monkeypatch.setattr(AuditKeys, "_keys", dict(AuditKeys._keys))


def test_another_key_breaks_nothing_and_is_an_event(db: Session, keys: None) -> None:
    AuditKeys.use("the first")
    some_events(db, 2)
    audit_chain.extend(db)
    before = AuditKeys.present()
    AuditKeys.use("the next", "the first")
    some_events(db, 2)
    audit_chain.extend(db)
    assert audit_chain.first_fault(db) is None
    changed = db.scalars(select(Event).where(Event.act == "audit.key-changed")).one()
    assert changed.facts == {"before": before, "now": AuditKeys.present()}


def test_rows_from_before_keys_had_numbers_are_checked_with_every_key(
    db: Session, keys: None
) -> None:
    AuditKeys.use("the secret key of then")
    some_events(db, 1)
    event = db.scalars(select(Event)).one()
    digest = audit_chain.digest_of(event, audit_chain.BEGINNING, AuditKeys.present())
    db.add(EventLink(event_id=event.id, digest=digest))
    db.flush()
    AuditKeys.use("a key of its own", "the secret key of then")
    assert audit_chain.first_fault(db) is None


def test_rows_cut_off_the_end_are_found_by_the_head_kept_outside(
    fresh_database: Database, tmp_path: Path
) -> None:
    engine, file = make_engine(fresh_database.url), tmp_path / "heads"
    with make_sessions(engine)() as session:
        set_scope(session, EVERYONE)
        some_events(session, 4)
        audit_chain.extend(session)
        session.commit()
        assert audit_heads.keep(session, file)
        assert not audit_heads.keep(session, file), "it stands there"
        assert audit_chain.check(session, file) is None
        session.rollback()
        with psycopg.connect(fresh_database.owner_url) as owner:
            owner.execute("DELETE FROM event_chain WHERE event_id > 2")
            owner.execute("DELETE FROM events WHERE id > 2")
        session.expire_all()
        assert audit_chain.first_fault(session) is None, "the rest fits together"
        assert audit_chain.check(session, file) == Fault(4)
    engine.dispose()


def test_a_line_that_was_cut_off_in_the_middle_is_passed_over(db: Session, tmp_path: Path) -> None:
    some_events(db, 1)
    audit_chain.extend(db)
    file = tmp_path / "heads"
    audit_heads.keep(db, file)
    with file.open("a") as lines:
        lines.write('{"event": 9')
    assert audit_heads.first_missing(db, file) is None
