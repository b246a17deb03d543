"""What somebody reads in their own language of the correction that they asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"


def upgrade() -> None:
    op.add_column("replies", sa.Column("ready", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("replies", "ready")
