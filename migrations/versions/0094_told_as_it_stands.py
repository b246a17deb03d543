"""What programs are told of: visits that stand again, are refused late, end early or are missed."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
BEFORE = "('visit.confirmed', 'visit.cancelled', 'visit.completed', 'series.opened')"
AFTER = (
    "('visit.confirmed', 'visit.restored', 'visit.cancelled', 'visit.answered',"
    " 'visit.completed', 'visit.ended-early', 'visit.missed', 'series.opened')"
)


def upgrade() -> None:
    _told(AFTER)


def downgrade() -> None:
    _told(BEFORE)


def _told(acts: str) -> None:
    op.drop_index("ix_events_told", "events")
    op.create_index("ix_events_told", "events", ["at"], postgresql_where=sa.text(f"act IN {acts}"))
