"""Whose pause a file's is, and whether somebody talked with who said no."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"

TABLES = ("parties", "farms")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("interest_talked_on", sa.Date()))
    by_no: sa.Column[bool] = sa.Column(
        "paused_by_no", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("parties", by_no)
    op.execute(
        "UPDATE parties SET paused_by_no = true WHERE state = 'paused' AND interested IS FALSE"
    )
    op.alter_column("parties", "paused_by_no", server_default=None)


def downgrade() -> None:
    op.drop_column("parties", "paused_by_no")
    for table in TABLES:
        op.drop_column(table, "interest_talked_on")
