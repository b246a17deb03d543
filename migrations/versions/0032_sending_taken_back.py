"""A round keeps what it was before its last sending, which can be taken back for a while."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("matching_rounds", sa.Column("before_sending", JSONB()))


def downgrade() -> None:
    op.drop_column("matching_rounds", "before_sending")
