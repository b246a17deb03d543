"""Of a course that keeps somebody at home, visits may take so many hours in all."""

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0125"


def upgrade() -> None:
    for column in ("hours", "missable"):
        op.add_column("engagements", sa.Column(column, sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_engagements_budget"), "engagements", "(hours IS NULL) = (missable IS NULL)"
    )
    op.create_check_constraint(
        op.f("ck_engagements_hours"), "engagements", "hours > 0 AND missable > 0"
    )


def downgrade() -> None:
    for column in ("missable", "hours"):
        op.drop_column("engagements", column)
