"""A solved round keeps which places would help most, and when they were looked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("matching_rounds", sa.Column("advice", JSONB()))
    op.add_column("matching_rounds", sa.Column("advice_asked_at", sa.DateTime(timezone=True)))
    op.add_column("matching_rounds", sa.Column("advice_failure", sa.Text()))


def downgrade() -> None:
    for column in ("advice_failure", "advice_asked_at", "advice"):
        op.drop_column("matching_rounds", column)
