"""Files end: when that was announced, and since when nothing tells of anybody any more."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"

ANONYMOUS = ("parties", "farms", "users")


def upgrade() -> None:
    op.add_column("parties", sa.Column("end_told_at", sa.DateTime(timezone=True)))
    for table in ANONYMOUS:
        op.add_column(table, sa.Column("anonymous_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for table in ANONYMOUS:
        op.drop_column(table, "anonymous_since")
    op.drop_column("parties", "end_told_at")
