"""A published round keeps the pairs that were left out, with the reason."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column(
        "matching_rounds",
        sa.Column("left_out", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb")),
    )
    op.alter_column("matching_rounds", "left_out", server_default=None)


def downgrade() -> None:
    op.drop_column("matching_rounds", "left_out")
