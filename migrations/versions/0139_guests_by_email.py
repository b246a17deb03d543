"""Guests may be reached by e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "0139"
down_revision = "0138"


def upgrade() -> None:
    op.add_column("parties", sa.Column("email", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("parties", "email")
