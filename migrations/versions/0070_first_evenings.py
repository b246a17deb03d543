"""On the first evening both sides are asked whether all is well; silence is a call for help."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"


def upgrade() -> None:
    for name in ("party_well_at", "farm_well_at"):
        op.add_column("visits", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    # Whoever is there already was never asked: their silence says nothing.
    op.execute(
        "UPDATE visits SET party_well_at = now(), farm_well_at = now() WHERE state = 'under-way'"
    )
    op.add_column(
        "help_calls", sa.Column("silent", sa.Boolean(), nullable=False, server_default="false")
    )
    op.alter_column("help_calls", "silent", server_default=None)


def downgrade() -> None:
    op.drop_column("help_calls", "silent")
    for name in ("farm_well_at", "party_well_at"):
        op.drop_column("visits", name)
