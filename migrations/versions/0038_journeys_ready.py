"""That the way to a visit is arranged is noted, so that who sets out without it is seen."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("visits", sa.Column("journey_ready_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("visits", "journey_ready_at")
