"""Until when a person's first title is less than five years old, and funders of these people."""

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0134"


def upgrade() -> None:
    op.add_column("persons", sa.Column("fundable_until", sa.LargeBinary()))
    op.add_column(
        "funders",
        sa.Column("first_titles", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("funders", "first_titles", server_default=None)


def downgrade() -> None:
    op.drop_column("funders", "first_titles")
    op.drop_column("persons", "fundable_until")
