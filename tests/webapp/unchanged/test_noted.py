"""What changes is noted in the transaction itself, whatever table it is of."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from tests.databases import Database
from tests.webapp.unchanged.reading import MORNING
from webapp.ground.database import make_engine
from webapp.models import LastChange, Visit
from webapp.services.records import expiry, last_changes


def test_a_change_of_any_table_and_column_that_pages_tell_of_is_noted(
    db: Session, own_database: Database
) -> None:
    """And each table says whether it is one: whoever adds one decides."""
    owner = make_engine(own_database.owner_url)
    columns = inspect(owner).get_multi_columns()
    unnoted = set()
    with owner.connect() as other:
        for (_schema, table), found in columns.items():
            writings = {each["name"]: f'SET "{each["name"]}" = DEFAULT' for each in found}
            for what, writing in writings.items():
                before = last_changes.look(db).snapshot
                other.execute(text(f"UPDATE {table} {writing} WHERE false"))
                other.commit()
                if not last_changes.look(db, before).is_changed:
                    unnoted.add((table, what))
                db.rollback()
    owner.dispose()
    of_no_page = {(table, what) for table, what in unnoted if table in last_changes.UNTOLD}
    assert {table for table, _what in of_no_page} == last_changes.UNTOLD
    assert unnoted - of_no_page == {("users", last_changes.SEEN)}


@pytest.mark.parametrize("act", ["INSERT INTO rests SELECT * FROM rests", "DELETE FROM rests"])
def test_whatever_is_done_to_rows_is_a_change_of_them(
    db: Session, own_database: Database, act: str
) -> None:
    before = last_changes.look(db).snapshot
    owner = make_engine(own_database.owner_url)
    with owner.begin() as other:
        other.execute(text(f"{act} WHERE false"))
    owner.dispose()
    assert last_changes.look(db, before).is_changed


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
