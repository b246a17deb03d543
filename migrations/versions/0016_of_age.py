"""A caseworker may say that someone is eighteen already, in the year that leaves it open."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column(
        "persons", sa.Column("is_of_age", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("persons", "is_of_age", server_default=None)


def downgrade() -> None:
    op.drop_column("persons", "is_of_age")
