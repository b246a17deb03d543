"""A visit keeps the hour of arrival that its sides agree on."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"

COLUMNS = ("arrival_hour", "hour_wished")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("visits", sa.Column(column, sa.Integer()))
    op.add_column(
        "visits", sa.Column("hour_agreed", sa.Boolean(), nullable=False, server_default="false")
    )
    op.alter_column("visits", "hour_agreed", server_default=None)
    op.add_column("visits", sa.Column("hour_said_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for column in ("hour_said_at", "hour_agreed", *COLUMNS):
        op.drop_column("visits", column)
