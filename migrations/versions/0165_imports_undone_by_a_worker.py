"""A long import is undone by a worker, as whoever asked for that."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0165"
down_revision = "0163"

STATES = ("read", "checking", "checked", "importing", "done", "undone")


def upgrade() -> None:
    _allow([*STATES, "undoing"])
    op.add_column("imports", sa.Column("asked_by_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_imports_asked_by_id_users"), "imports", "users", ["asked_by_id"], ["id"]
    )


def _allow(states: Iterable[str]) -> None:
    op.drop_constraint(op.f("ck_imports_importstate"), "imports")
    named = ", ".join(f"'{state}'" for state in states)
    op.create_check_constraint(op.f("ck_imports_importstate"), "imports", f"state IN ({named})")


def downgrade() -> None:
    op.drop_column("imports", "asked_by_id")
    op.execute("UPDATE imports SET state = 'done' WHERE state = 'undoing'")
    _allow(STATES)
