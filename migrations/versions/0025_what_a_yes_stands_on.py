"""A visit keeps what each side's yes stands on; a need that is unmet is told by itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"

SIDES = ("party_shown", "farm_shown")


def upgrade() -> None:
    for column in SIDES:
        op.add_column("visits", sa.Column(column, JSONB()))
    # The next night finds anew which need it is.
    op.execute("DELETE FROM misfits WHERE rule = 'needs'")


def downgrade() -> None:
    for column in SIDES:
        op.drop_column("visits", column)
    op.execute("DELETE FROM misfits WHERE rule LIKE 'need:%'")
