"""A message about a date of a workshop knows which date it is."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"

KNOWN = """
UPDATE messages SET sitting_id = sittings.id FROM sittings WHERE seat_id IS NOT NULL
    AND sittings.id::text = (regexp_match(idempotency_key, '^sitting-[a-z]+-([0-9]+)-'))[1]
"""
"""Until now a message's key alone knew."""


def upgrade() -> None:
    op.add_column("messages", sa.Column("sitting_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_messages_sitting_id_sittings"), "messages", "sittings", ["sitting_id"], ["id"],
        ondelete="CASCADE",
    )  # fmt: skip
    op.create_index(op.f("ix_messages_sitting_id"), "messages", ["sitting_id"])
    op.execute(KNOWN)


def downgrade() -> None:
    op.drop_column("messages", "sitting_id")
