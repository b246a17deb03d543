"""While a version still serves, a migration that touches every table locks one, for a moment."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from alembic import command

from tests.databases import Database
from tests.waiting import wait_until
from webapp.ground import migrate

BEFORE, NOTES = "0159", "0160"
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'visits'::regclass"
WITHOUT = "SELECT count(*) FROM pg_trigger WHERE tgname = 'noted'"


@pytest.mark.long
def test_writers_wait_for_no_table_but_the_one_at_hand_and_another_run_finds_the_rest_done(
    fresh_database: Database,
) -> None:
    config = migrate.configure(fresh_database.owner_url)
    command.downgrade(config, BEFORE)
    owner = psycopg.connect(fresh_database.owner_url, autocommit=True)
    writer = psycopg.connect(fresh_database.url)
    other = psycopg.connect(fresh_database.url, options="-c lock_timeout=1s")
    with owner, writer, other, ThreadPoolExecutor(1) as pool:
        writer.execute("UPDATE visits SET answer_by = answer_by WHERE false")
        migrating = pool.submit(command.upgrade, config, NOTES)
        wait_until(lambda: owner.execute(WAITING).fetchone() == (1,))
        other.execute("UPDATE parties SET code = code WHERE false")  # done already, before visits
        other.execute("UPDATE workshops SET title = title WHERE false")  # to be done, after them
        other.commit()
        writer.rollback()
        migrating.result(timeout=60)
        [all_of_them] = owner.execute(WITHOUT).fetchone() or [0]
        owner.execute("DROP TRIGGER noted ON visits")  # as a run leaves it that waited too long
        owner.execute("UPDATE alembic_version SET version_num = %s", [BEFORE])
        command.upgrade(config, NOTES)
        assert owner.execute(WITHOUT).fetchone() == (all_of_them,)
