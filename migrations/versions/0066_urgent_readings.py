"""A file is read in an emergency by somebody whose it is not, with a reason and for an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"

SEEN = (
    "sillon_scope() = 'everyone' OR sillon_scope() = 'organisation' AND ("
    "EXISTS (SELECT FROM parties WHERE parties.id = party_id) OR EXISTS"
    " (SELECT FROM users WHERE users.id = user_id AND users.organisation_id = sillon_id()))"
)


def upgrade() -> None:
    op.create_table(
        "urgent_readings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], ondelete="CASCADE"),
    )
    for column in ("party_id", "user_id"):
        op.create_index(op.f(f"ix_urgent_readings_{column}"), "urgent_readings", [column])
    op.execute("ALTER TABLE urgent_readings ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON urgent_readings USING ({SEEN})")


def downgrade() -> None:
    op.drop_table("urgent_readings")
