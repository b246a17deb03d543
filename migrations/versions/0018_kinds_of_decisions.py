"""The word on a pair is a state like the others: short text, one of three."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("round_decisions", "kind", type_=sa.String(32))


def downgrade() -> None:
    op.alter_column("round_decisions", "kind", type_=sa.Text())
