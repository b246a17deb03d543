"""What lists tell of is noted: searches that are kept, dates withdrawn, who was here on which day.

The hour of somebody's last sight is written each minute and is no change; the day is one, as it is
for the first time.
"""

from alembic import op

revision = "0168"
down_revision = "0167"

NOTED = (
    "CREATE OR REPLACE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
    " ON saved_searches FOR EACH STATEMENT EXECUTE FUNCTION sillon_note_change()"
)
COME = (
    "CREATE OR REPLACE TRIGGER noted_come AFTER UPDATE OF last_seen_at ON users FOR EACH ROW"
    " WHEN ({what}) EXECUTE FUNCTION sillon_note_change()"
)
FOR_THE_FIRST_TIME = "(OLD.last_seen_at IS NULL) <> (NEW.last_seen_at IS NULL)"
ON_ANOTHER_DAY = (
    "(OLD.last_seen_at AT TIME ZONE 'Europe/Paris')::date"
    " IS DISTINCT FROM (NEW.last_seen_at AT TIME ZONE 'Europe/Paris')::date"
)

OF_THE_AUDIT = (
    "CREATE OR REPLACE TRIGGER noted_change AFTER INSERT ON events FOR EACH ROW"
    " WHEN (NEW.act IN ({acts})) EXECUTE FUNCTION sillon_note_change()"
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(NOTED)
        op.execute(COME.format(what=ON_ANOTHER_DAY))
        op.execute(OF_THE_AUDIT.format(acts="'farm.changed', 'slot.withdrawn'"))


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute(OF_THE_AUDIT.format(acts="'farm.changed'"))
        op.execute(COME.format(what=FOR_THE_FIRST_TIME))
        op.execute("DROP TRIGGER IF EXISTS noted ON saved_searches")
