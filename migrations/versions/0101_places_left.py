"""The no of the second person who was asked to give somebody's places on."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"

TABLE = "absence_reviews"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("left_by_id", sa.Integer(), nullable=True))
    op.add_column(TABLE, sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(TABLE, sa.Column("left_because", sa.LargeBinary(), nullable=True))
    op.create_foreign_key(
        op.f("fk_absence_reviews_left_by_id_users"), TABLE, "users", ["left_by_id"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_absence_reviews_left_by_somebody"),
        TABLE,
        "num_nonnulls(left_by_id, left_at) <> 1",
    )


def downgrade() -> None:
    for column in ("left_because", "left_at", "left_by_id"):
        op.drop_column(TABLE, column)
