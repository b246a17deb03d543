"""Farmers who stay signed in prove themselves anew before they read names of guests."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"

CHECK = "ck_email_links_emaillinkpurpose"
BEFORE = "'sign-in', 'reset-password', 'invitation', 'charter', 'mailbox'"


def upgrade() -> None:
    op.add_column("user_sessions", sa.Column("proved_at", sa.TIMESTAMP(timezone=True)))
    op.drop_constraint(op.f(CHECK), "email_links")
    op.create_check_constraint(op.f(CHECK), "email_links", f"purpose IN ({BEFORE}, 'proof')")


def downgrade() -> None:
    op.execute("DELETE FROM email_links WHERE purpose = 'proof'")
    op.drop_constraint(op.f(CHECK), "email_links")
    op.create_check_constraint(op.f(CHECK), "email_links", f"purpose IN ({BEFORE})")
    op.drop_column("user_sessions", "proved_at")
