"""What was refused stays refused: dates in doubt, farms on hold, and why a pair may come again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("visits", sa.Column("again_reason", sa.LargeBinary(), nullable=True))
    op.add_column("slots", sa.Column("in_doubt_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("farms", sa.Column("on_hold_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("farms", "on_hold_since")
    op.drop_column("slots", "in_doubt_since")
    op.drop_column("visits", "again_reason")
