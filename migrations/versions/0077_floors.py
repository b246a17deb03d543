"""Which groups of a round may not fare worse than in the order of waiting, and what that costs."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"


def upgrade() -> None:
    op.add_column("matching_rounds", sa.Column("floors_by", sa.Text(), nullable=True))
    op.add_column("matching_rounds", sa.Column("most_without_floors", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_matching_rounds_floors_by"),
        "matching_rounds",
        "floors_by IN ('household', 'experience')",
    )


def downgrade() -> None:
    op.drop_column("matching_rounds", "most_without_floors")
    op.drop_column("matching_rounds", "floors_by")
