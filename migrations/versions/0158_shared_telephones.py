"""Whether somebody else reads the telephone of a household too."""

import sqlalchemy as sa
from alembic import op

revision = "0158"
down_revision = "0157"


def upgrade() -> None:
    op.add_column(
        "parties", sa.Column("phone_shared", sa.Boolean(), nullable=False, server_default="false")
    )


def downgrade() -> None:
    op.drop_column("parties", "phone_shared")
