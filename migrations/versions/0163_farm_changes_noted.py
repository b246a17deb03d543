"""That a farm told of a change is noted, since the coordinators' board tells of it.

All else of the audit is not: a row is written with each act, and with much that is only read.
"""

from alembic import op

revision = "0163"
down_revision = "0162"

CHANGED = (
    "CREATE OR REPLACE TRIGGER noted_change AFTER INSERT ON events FOR EACH ROW"
    " WHEN (NEW.act = 'farm.changed') EXECUTE FUNCTION sillon_note_change()"
)


def upgrade() -> None:
    op.execute(CHANGED)


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS noted_change ON events")
