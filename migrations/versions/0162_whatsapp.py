"""A message may leave by WhatsApp."""

from alembic import op

revision = "0162"
down_revision = "0161"

NAME = "ck_messages_channel"


def upgrade() -> None:
    op.drop_constraint(op.f(NAME), "messages")
    ways = "channel IN ('email', 'sms', 'whatsapp', 'letter')"
    op.create_check_constraint(op.f(NAME), "messages", ways)


def downgrade() -> None:
    op.execute("UPDATE messages SET channel = 'sms' WHERE channel = 'whatsapp'")
    op.execute("UPDATE parties SET channel = 'sms' WHERE channel = 'whatsapp'")
    op.drop_constraint(op.f(NAME), "messages")
    op.create_check_constraint(op.f(NAME), "messages", "channel IN ('email', 'sms', 'letter')")
