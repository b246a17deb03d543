"""What people ask to have corrected is answered, and not only read."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"


def upgrade() -> None:
    asks: sa.Column[bool] = sa.Column(
        "asks_correction", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("replies", asks)
    op.execute("UPDATE replies SET asks_correction = true WHERE digest LIKE 'page-%'")
    op.alter_column("replies", "asks_correction", server_default=None)
    op.add_column("replies", sa.Column("outcome", sa.String(32)))
    op.add_column("replies", sa.Column("answered", sa.LargeBinary()))
    op.create_check_constraint(
        op.f("ck_replies_correction"), "replies", "outcome IN ('corrected', 'not-possible')"
    )


def downgrade() -> None:
    for column in ("answered", "outcome", "asks_correction"):
        op.drop_column("replies", column)
