"""The migrations of the history stand in one line."""

from alembic.script import ScriptDirectory

from webapp.ground import migrate


def test_the_migrations_have_one_head() -> None:
    """Two that follow the same one, made side by side, would leave no start to go up to."""
    assert len(ScriptDirectory(str(migrate.MIGRATIONS)).get_heads()) == 1
