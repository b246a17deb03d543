"""By what a round will be judged: said before its first run."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0100"
down_revision = "0099"


def upgrade() -> None:
    op.add_column(
        "matching_rounds",
        sa.Column("judged_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.alter_column("matching_rounds", "judged_by", server_default=None)


def downgrade() -> None:
    op.drop_column("matching_rounds", "judged_by")
