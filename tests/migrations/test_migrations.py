"""Every migration goes up, down and up again, and the models equal what they build."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from tests.databases import Database
from webapp.ground import migrate

HISTORY = ScriptDirectory(str(migrate.MIGRATIONS))
REVISIONS = [each.revision for each in HISTORY.walk_revisions()]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_migration_goes_down_and_up_again(fresh_database: Database, revision: str) -> None:
    config = migrate.configure(fresh_database.owner_url)
    command.downgrade(config, revision)
    command.downgrade(config, "-1")
    command.upgrade(config, "head")


def test_the_models_equal_the_migrated_tables(fresh_database: Database) -> None:
    command.check(migrate.configure(fresh_database.owner_url))


def test_the_migrations_have_one_head() -> None:
    assert len(HISTORY.get_heads()) == 1
