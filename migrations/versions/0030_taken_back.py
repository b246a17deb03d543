"""A visit keeps how it was before the last act that can be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("visits", sa.Column("undo", JSONB()))


def downgrade() -> None:
    op.drop_column("visits", "undo")
