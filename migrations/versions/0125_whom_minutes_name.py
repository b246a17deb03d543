"""Signed case minutes go on naming whom they named when they were signed."""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"


def upgrade() -> None:
    op.add_column("case_decisions", sa.Column("called", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("case_decisions", "called")
