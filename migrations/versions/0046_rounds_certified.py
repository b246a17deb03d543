"""A solved round keeps the prices by which anyone can verify it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.add_column("matching_rounds", sa.Column("certificate", JSONB()))


def downgrade() -> None:
    op.drop_column("matching_rounds", "certificate")
