"""The clock of a demonstration may stand ahead of the real one."""

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"


def upgrade() -> None:
    op.add_column(
        "programme",
        sa.Column("clock_ahead", sa.Interval(), nullable=False, server_default="0"),
    )
    op.alter_column("programme", "clock_ahead", server_default=None)


def downgrade() -> None:
    op.drop_column("programme", "clock_ahead")
