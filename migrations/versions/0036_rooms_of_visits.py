"""A visit keeps the rooms of its guests, and whether a person chose them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.add_column("visits", sa.Column("rooms", JSONB(), nullable=False, server_default="[]"))
    op.add_column(
        "visits", sa.Column("rooms_chosen", sa.Boolean(), nullable=False, server_default="false")
    )
    for column in ("rooms", "rooms_chosen"):
        op.alter_column("visits", column, server_default=None)


def downgrade() -> None:
    op.drop_column("visits", "rooms_chosen")
    op.drop_column("visits", "rooms")
