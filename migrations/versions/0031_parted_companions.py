"""A visit keeps that companions who were to come along no longer do."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("visits", sa.Column("parted_at", sa.DateTime(timezone=True)))
    op.execute(
        "UPDATE visits SET parted_at = gone.ended_at"
        " FROM visits AS gone, parties AS theirs, parties AS own"
        " WHERE own.id = visits.party_id AND theirs.id = gone.party_id AND own.id <> theirs.id"
        " AND own.companions_id = theirs.companions_id AND gone.slot_id = visits.slot_id"
        " AND gone.state IN ('declined', 'expired', 'cancelled')"
        " AND visits.state IN ('proposed', 'confirmed')"
    )


def downgrade() -> None:
    op.drop_column("visits", "parted_at")
