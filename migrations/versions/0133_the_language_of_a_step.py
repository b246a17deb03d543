"""The free words of a step are in the language of the page on which they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0133"
down_revision = "0132"


def upgrade() -> None:
    op.add_column("steps", sa.Column("language", sa.Text(), nullable=True))
    op.execute(
        "UPDATE steps SET language = (SELECT language FROM users WHERE users.id = steps.by_id)"
    )
    op.alter_column("steps", "language", nullable=False)


def downgrade() -> None:
    op.drop_column("steps", "language")
