"""A local referent may let guests and farms of their visits read their first name."""

import sqlalchemy as sa
from alembic import op

revision = "0134"
down_revision = "0133"


def upgrade() -> None:
    op.add_column(
        "local_referents",
        sa.Column("is_named", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("local_referents", "is_named", server_default=None)


def downgrade() -> None:
    op.drop_column("local_referents", "is_named")
