"""What each notice would have reached in the programme's own past is kept beside its settings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column("programme", sa.Column("notice_price", JSONB()))


def downgrade() -> None:
    op.drop_column("programme", "notice_price")
