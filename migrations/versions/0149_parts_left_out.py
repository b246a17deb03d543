"""A programme leaves out what it does not use."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0149"
down_revision = "0148"


def upgrade() -> None:
    op.add_column(
        "programme",
        sa.Column("left_out", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    op.drop_column("programme", "left_out")
