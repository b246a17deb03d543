"""Who took a committee up again that somebody else had signed."""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"

TABLE = "committee_signatures"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("undone_by_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_committee_signatures_undone_by_id_users"), TABLE, "users", ["undone_by_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_column(TABLE, "undone_by_id")
