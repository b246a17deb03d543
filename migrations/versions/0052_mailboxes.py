"""A user's mailbox can be changed: the new one is proved by a code, the former one is told."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

CHECK = "ck_email_links_emaillinkpurpose"
BEFORE = "'sign-in', 'reset-password', 'invitation', 'charter'"


def upgrade() -> None:
    op.add_column("email_links", sa.Column("address", sa.LargeBinary(), nullable=True))
    op.drop_constraint(op.f(CHECK), "email_links")
    op.create_check_constraint(op.f(CHECK), "email_links", f"purpose IN ({BEFORE}, 'mailbox')")


def downgrade() -> None:
    op.execute("DELETE FROM email_links WHERE purpose = 'mailbox'")
    op.drop_constraint(op.f(CHECK), "email_links")
    op.create_check_constraint(op.f(CHECK), "email_links", f"purpose IN ({BEFORE})")
    op.drop_column("email_links", "address")
