"""What telephones said at a gathering may be left out of every figure."""

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"


def upgrade() -> None:
    no = sa.false()
    op.add_column(
        "gatherings",
        sa.Column("telephones_left_out", sa.Boolean(), nullable=False, server_default=no),
    )
    op.alter_column("gatherings", "telephones_left_out", server_default=None)


def downgrade() -> None:
    op.drop_column("gatherings", "telephones_left_out")
