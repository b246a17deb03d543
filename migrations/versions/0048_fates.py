"""What becomes of a message once it has left is kept: accepted, delivered, or come back."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

NAME = "ck_messages_messagestate"
BEFORE = ("queued", "sent", "delivered", "failed", "not-needed")


def upgrade() -> None:
    op.add_column(
        "messages",
        sa.Column("gives_receipts", sa.Boolean(), nullable=False, server_default="false"),
    )
    op.alter_column("messages", "gives_receipts", server_default=None)
    op.add_column("messages", sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True))
    _allow(*BEFORE, "accepted")


def downgrade() -> None:
    op.execute("UPDATE messages SET state = 'sent' WHERE state = 'accepted'")
    _allow(*BEFORE)
    op.drop_column("messages", "heard_at")
    op.drop_column("messages", "gives_receipts")


def _allow(*states: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    op.execute(f"ALTER TABLE messages DROP CONSTRAINT {NAME}")
    op.execute(f"ALTER TABLE messages ADD CONSTRAINT {NAME} CHECK (state IN ({listed}))")
