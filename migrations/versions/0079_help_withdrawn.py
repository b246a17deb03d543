"""Who called for help says that it is not needed any more."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
INDEX = "uq_help_calls_one_waits"


def upgrade() -> None:
    op.add_column("help_calls", sa.Column("withdrawn_at", sa.TIMESTAMP(timezone=True)))
    _index("taken_at IS NULL AND withdrawn_at IS NULL")


def downgrade() -> None:
    op.execute("UPDATE help_calls SET taken_at = coalesce(taken_at, withdrawn_at)")
    _index("taken_at IS NULL")
    op.drop_column("help_calls", "withdrawn_at")


def _index(where: str) -> None:
    """Let one call of a side wait at a time."""
    op.drop_index(op.f(INDEX), "help_calls")
    columns = ["visit_id", "side"]
    op.create_index(
        op.f(INDEX), "help_calls", columns, unique=True, postgresql_where=sa.text(where)
    )
