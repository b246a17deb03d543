"""What changes is noted in the transaction itself, whatever table it is of."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.databases import Database
from tests.webapp.unchanged.reading import MORNING
from webapp.ground.database import make_engine
from webapp.models import LastChange, Visit
from webapp.services.records import audit, expiry, last_changes

ON_ALL = """
    SELECT relname, attname, coalesce(tgtype = :whatever AND (
        tgattr = '' OR attnum = ANY (string_to_array(tgattr::text, ' ')::int[])), false)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_trigger ON tgrelid = pg_class.oid AND tgname = 'noted' AND tgenabled = 'O'
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
WHATEVER = 4 + 8 + 16 + 32
"""Of a statement, after it, whether it inserts, deletes, updates or truncates (pg_trigger.h)."""


def test_a_change_of_any_table_and_column_that_pages_tell_of_is_noted(db: Session) -> None:
    """And each table says whether it is one: whoever adds one decides."""
    columns = db.execute(text(ON_ALL), {"whatever": WHATEVER}).all()
    assert len(columns) > 900
    unnoted = {(table, column) for table, column, is_noted in columns if not is_noted}
    of_no_page = {(table, column) for table, column in unnoted if table in last_changes.UNTOLD}
    assert {table for table, _column in of_no_page} == last_changes.UNTOLD
    assert unnoted - of_no_page == {("users", last_changes.SEEN)}


@pytest.mark.parametrize(
    "act",
    ["INSERT INTO rests SELECT * FROM rests", "UPDATE rests SET id = DEFAULT", "DELETE FROM rests"],
)
def test_whatever_is_done_to_rows_is_a_change_of_them(
    db: Session, own_database: Database, act: str
) -> None:
    before = last_changes.look(db).snapshot
    owner = make_engine(own_database.owner_url)
    with owner.begin() as other:
        other.execute(text(f"{act} WHERE false"))
    owner.dispose()
    assert last_changes.look(db, before).is_changed


@pytest.mark.parametrize(
    ("act", "is_a_change"), [("farm.changed", True), ("slot.withdrawn", True), ("farm.read", False)]
)
def test_of_the_audit_it_is_noted_that_a_farm_told_of_a_change(
    db: Session, act: str, is_a_change: bool
) -> None:
    before = last_changes.look(db).snapshot
    audit.record(db, act)
    db.commit()
    assert last_changes.look(db, before).is_changed == is_a_change


def test_a_connection_that_has_ended_is_forgotten_after_a_day(db: Session, visit: Visit) -> None:
    db.add(LastChange(connection=1, transaction=3, at=MORNING))
    db.commit()
    left = []
    for while_since in (timedelta(hours=23), timedelta(hours=25)):
        with time_machine.travel(MORNING + while_since, tick=False):
            expiry.forget(db)
        left.append(db.scalar(select(func.count()).where(LastChange.at == MORNING)))
        db.rollback()
    assert left == [1, 0]
