"""A long form is kept for later by its writer: for days, not for an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0166"
down_revision = "0165"


def upgrade() -> None:
    op.add_column(
        "kept_forms",
        sa.Column("for_later", sa.Boolean(), nullable=False, server_default="false"),
    )


def downgrade() -> None:
    op.execute("DELETE FROM kept_forms WHERE for_later")
    op.drop_column("kept_forms", "for_later")
