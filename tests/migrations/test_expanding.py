"""Each new migration leaves the version before able to serve (docs/operations.md)."""

import pytest

from tests.migrations.expanding import FIRST, faults
from webapp.ground import migrate

HEAD = 'revision = "0200"\n'
ADDED = 'op.add_column("farms", sa.Column("kind", sa.Text(), nullable=False{}))'


@pytest.mark.parametrize(
    "line",
    [
        'op.drop_column("farms", "kind")',
        'op.drop_table("farms")',
        'op.rename_table("farms", "hosts")',
        'op.alter_column("farms", "kind", nullable=False)',
        'op.alter_column("farms", "kind", new_column_name="sort")',
        'op.alter_column("farms", "kind", type_=sa.Integer())',
        'op.alter_column("farms", "kind", server_default=None)',
        'op.execute("ALTER TABLE farms DROP COLUMN kind")',
        'op.execute("ALTER TABLE farms ALTER COLUMN kind SET NOT NULL")',
        'op.execute("ALTER TABLE farms RENAME TO hosts")',
        'op.execute("REVOKE ALL ON farms FROM sillon_app")',
        ADDED.format(""),
    ],
)
def test_what_the_version_before_cannot_bear_is_seen(line: str) -> None:
    source = f"{HEAD}def upgrade():\n    {line}\n"
    assert len(faults(source)) == 1
    assert len(faults(f'contracts = "0200"\n{source}')) == 1
    assert faults(f'contracts = "0199"\n{source}') == []


@pytest.mark.parametrize(
    "line",
    [
        'op.add_column("farms", sa.Column("kind", sa.Text()))',
        ADDED.format(', server_default="x"'),
        'op.alter_column("farms", "kind", nullable=True)',
        'op.alter_column("farms", "kind", server_default="x")',
        'op.execute("DROP POLICY local ON sites")',
        'op.create_table("barns", sa.Column("id", sa.BigInteger(), nullable=False))',
    ],
)
def test_what_only_adds_passes_and_so_does_the_way_back(line: str) -> None:
    down = 'def downgrade():\n    op.drop_table("farms")\n'
    assert faults(f"{HEAD}def upgrade():\n    {line}\n{down}") == []


def test_every_new_migration_leaves_the_version_before_able_to_serve() -> None:
    new = [
        each
        for each in sorted((migrate.MIGRATIONS / "versions").glob("[0-9]*.py"))
        if each.name >= FIRST
    ]
    assert [(each.name, fault) for each in new for fault in faults(each.read_text())] == []
