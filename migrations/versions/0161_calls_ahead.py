"""Who called the guests of a visit before they set out, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0161"
down_revision = "0160"


def upgrade() -> None:
    at = sa.Column[object]("called_ahead_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("visits", at)
    op.add_column("visits", sa.Column[object]("called_ahead_by_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_visits_called_ahead_by_id_users"),
        "visits",
        "users",
        ["called_ahead_by_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_visits_called_ahead_by_id_users"), "visits")
    op.drop_column("visits", "called_ahead_by_id")
    op.drop_column("visits", "called_ahead_at")
