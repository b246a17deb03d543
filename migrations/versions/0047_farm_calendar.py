"""The secret address of a farm's calendar can be renewed."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.add_column(
        "farms", sa.Column("calendar_version", sa.Integer(), nullable=False, server_default="1")
    )
    op.alter_column("farms", "calendar_version", server_default=None)


def downgrade() -> None:
    op.drop_column("farms", "calendar_version")
