"""The key by which the counts of reports are told by lot."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"


def upgrade() -> None:
    op.add_column("programme", sa.Column("rounding_key", sa.Text(), nullable=True))
    op.execute(
        "UPDATE programme SET rounding_key ="
        " translate(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')"
    )
    op.alter_column("programme", "rounding_key", nullable=False)


def downgrade() -> None:
    op.drop_column("programme", "rounding_key")
