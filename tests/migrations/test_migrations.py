"""Every migration goes up, down and up again, and the models equal what they build."""

import re

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from tests.databases import Database
from webapp.ground import migrate

HISTORY = ScriptDirectory(str(migrate.MIGRATIONS))
SHAPE = """
SELECT 'column', attrelid::regclass::text, concat_ws(' ', attname, attnotnull,
    format_type(atttypid, atttypmod), pg_get_expr(adbin, adrelid))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
    AND NOT attisdropped
UNION ALL SELECT 'constraint', conrelid::regclass::text,
    concat_ws(' ', conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT 'index', indrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'policy', tablename, concat_ws(' ', policyname, cmd, roles, qual, with_check)
FROM pg_policies
UNION ALL SELECT 'security', relname, concat_ws(' ', relrowsecurity, relforcerowsecurity,
    (SELECT string_agg(may::text, ' ' ORDER BY may::text) FROM unnest(relacl) AS may
     WHERE may::text NOT LIKE 'sillon_owner=%'))
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
UNION ALL SELECT 'function', proname, pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
"""
"""All that a migration may change about the tables, one row each: kind, of what, how."""
WRITING = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")


def shape(connection: psycopg.Connection) -> set[tuple[str, str, str]]:
    """Return what the tables are; the words of a policy in no order, as a condition may be."""
    return {
        (kind, of, " ".join(sorted(WRITING.sub("", how).split())) if kind == "policy" else how)
        for kind, of, how in connection.execute(SHAPE)
    }


def test_each_migration_goes_down_and_brings_back_all_that_it_had_built(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each command would read and compile the whole history anew.
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: HISTORY)
    config = migrate.configure(fresh_database.owner_url)
    shapes: dict[str, set[tuple[str, str, str]]] = {}
    with psycopg.connect(fresh_database.owner_url, autocommit=True) as connection:
        for each in HISTORY.walk_revisions():
            shapes[each.revision] = shape(connection)
            command.downgrade(config, "-1")
        for revision, before in reversed(shapes.items()):
            command.upgrade(config, "+1")
            assert before ^ shape(connection) == set(), revision


def test_the_models_equal_the_migrated_tables(fresh_database: Database) -> None:
    command.check(migrate.configure(fresh_database.owner_url))


def test_the_migrations_have_one_head() -> None:
    assert len(HISTORY.get_heads()) == 1
