"""Caseworkers get a morning letter with what cannot wait, unless they do without it."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.add_column("users", sa.Column("digest", sa.Boolean(), nullable=False, server_default="true"))
    op.alter_column("users", "digest", server_default=None)


def downgrade() -> None:
    op.drop_column("users", "digest")
