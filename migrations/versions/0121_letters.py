"""A message may have left as a letter."""

from alembic import op

revision = "0121"
down_revision = "0120"

NAME = "ck_messages_channel"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "messages")
    op.create_check_constraint(op.f(NAME), "messages", "channel IN ('email', 'sms', 'letter')")


def downgrade() -> None:
    op.execute("DELETE FROM messages WHERE channel = 'letter'")
    op.drop_constraint(op.f(NAME), "messages")
    op.create_check_constraint(op.f(NAME), "messages", "channel IN ('email', 'sms')")
