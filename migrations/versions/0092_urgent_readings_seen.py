"""Who of an association has looked at a reading of its file in an emergency."""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"


def upgrade() -> None:
    op.add_column("urgent_readings", sa.Column("seen_at", sa.DateTime(timezone=True)))
    op.add_column("urgent_readings", sa.Column("seen_by_id", sa.Integer()))
    op.create_foreign_key(
        op.f("fk_urgent_readings_seen_by_id_users"),
        "urgent_readings",
        "users",
        ["seen_by_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_column("urgent_readings", "seen_by_id")
    op.drop_column("urgent_readings", "seen_at")
