"""What a draft of a report that takes a while to count keeps: how far it is, and what was found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0137"
down_revision = "0136"


def upgrade() -> None:
    for name in ("total", "done"):
        op.add_column("reports", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "reports", sa.Column("stop_asked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("reports", sa.Column("failure", sa.Text()))
    op.add_column("reports", sa.Column("counting_since", sa.DateTime(timezone=True)))
    op.add_column("reports", sa.Column("counted", postgresql.JSONB()))


def downgrade() -> None:
    for name in ("counted", "counting_since", "failure", "stop_asked", "done", "total"):
        op.drop_column("reports", name)
