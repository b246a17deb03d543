"""A message whose matter is over is closed as no longer needed, and presses nobody any more."""

from alembic import op

revision = "0019"
down_revision = "0018"

NAME = "ck_messages_messagestate"
BEFORE = ("queued", "sent", "delivered", "failed")


def upgrade() -> None:
    _allow(*BEFORE, "not-needed")
    op.execute("""
        UPDATE messages SET state = 'not-needed', failure = NULL
        WHERE state = 'failed' AND failure = 'too-late'
    """)


def downgrade() -> None:
    op.execute("""
        UPDATE messages SET state = 'failed', failure = 'too-late' WHERE state = 'not-needed'
    """)
    _allow(*BEFORE)


def _allow(*states: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    op.execute(f"ALTER TABLE messages DROP CONSTRAINT {NAME}")
    op.execute(f"ALTER TABLE messages ADD CONSTRAINT {NAME} CHECK (state IN ({listed}))")
