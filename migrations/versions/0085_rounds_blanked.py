"""A round whose people were made anonymous says so: it can no longer be checked."""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"


def upgrade() -> None:
    op.add_column("matching_rounds", sa.Column("blanked_at", sa.TIMESTAMP(timezone=True)))


def downgrade() -> None:
    op.drop_column("matching_rounds", "blanked_at")
