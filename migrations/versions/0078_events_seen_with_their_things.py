"""An event is read where the thing that it tells of is seen, of whatever table that is."""

from alembic import op

revision = "0078"
down_revision = "0077"

FUNCTION = """
CREATE OR REPLACE FUNCTION sillon_sees(text, bigint) RETURNS boolean
STABLE LANGUAGE plpgsql AS $${declared}
BEGIN
    CASE $1
        WHEN 'visits' THEN RETURN EXISTS (SELECT FROM visits WHERE id = $2);
        WHEN 'parties' THEN RETURN EXISTS (SELECT FROM parties WHERE id = $2);
        WHEN 'farms' THEN RETURN EXISTS (SELECT FROM farms WHERE id = $2);
        WHEN 'users' THEN RETURN EXISTS (SELECT FROM users WHERE id = $2);
        WHEN 'seats' THEN RETURN EXISTS (SELECT FROM seats WHERE id = $2);
        WHEN 'offers' THEN RETURN EXISTS (
            SELECT FROM offers JOIN farms ON farms.id = farm_id WHERE offers.id = $2);
        WHEN 'slots' THEN RETURN EXISTS (
            SELECT FROM slots JOIN farms ON farms.id = farm_id WHERE slots.id = $2);
        {others}
    END CASE;
END $$;
"""
BEFORE = {"declared": "", "others": "ELSE RETURN false;"}
AFTER = {
    "declared": "\nDECLARE is_seen boolean := false;",
    "others": """ELSE
            IF EXISTS (SELECT FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
                       WHERE relnamespace = 'public'::regnamespace AND relname = $1
                       AND relrowsecurity AND attname = 'id') THEN
                EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', $1)
                    INTO is_seen USING $2;
            END IF;
            RETURN is_seen;""",
}
"""The tables most asked for keep their plans; any other is asked through its own policy, so that
none is forgotten. One without a policy tells of nobody; its events are for whoever sees all."""


def upgrade() -> None:
    op.execute(FUNCTION.format(**AFTER))


def downgrade() -> None:
    op.execute(FUNCTION.format(**BEFORE))
