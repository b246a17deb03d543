"""By what a round is judged is said when it is opened; what it was before stays, with why."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0148"
down_revision = "0147"


def upgrade() -> None:
    op.add_column(
        "matching_rounds",
        sa.Column("judged_before", postgresql.JSONB(), nullable=False, server_default="[]"),
    )


def downgrade() -> None:
    op.drop_column("matching_rounds", "judged_before")
