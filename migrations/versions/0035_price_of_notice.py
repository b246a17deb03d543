"""What each notice would have reached in the programme's own past is kept beside its settings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("programme", sa.Column("notice_price", JSONB()))


def downgrade() -> None:
    op.drop_column("programme", "notice_price")
