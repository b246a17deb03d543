"""Animators note who was there behind a link of one sitting, and see its roll alone."""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0114"

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
ON_ROLL = "(SELECT sillon_on_roll())"
FUNCTION = """
CREATE FUNCTION sillon_on_roll() RETURNS bigint[] STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public
    RETURN CASE sillon_scope() WHEN 'sitting' THEN ARRAY(
        SELECT seats.id::bigint FROM seats JOIN sittings USING (series_id)
        WHERE sittings.id = sillon_id() AND seats.number IS NOT NULL)
    END;
CREATE FUNCTION sillon_people_on_roll() RETURNS bigint[] STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public
    RETURN CASE sillon_scope() WHEN 'sitting' THEN ARRAY(
        SELECT seats.person_id::bigint FROM seats JOIN sittings USING (series_id)
        WHERE sittings.id = sillon_id() AND seats.number IS NOT NULL)
    END;
"""
SEEN = {
    "seats": f"{SCOPE} = 'sitting' AND id = ANY ({ON_ROLL}::bigint[])",
    "persons": f"{SCOPE} = 'sitting' AND id = ANY ((SELECT sillon_people_on_roll())::bigint[])",
}


def upgrade() -> None:
    op.add_column(
        "sittings", sa.Column("roll_version", sa.Integer(), nullable=False, server_default="1")
    )
    op.alter_column("sittings", "roll_version", server_default=None)
    op.execute(FUNCTION)
    for table, seen in SEEN.items():
        op.execute(f"CREATE POLICY animator ON {table} USING ({seen})")


def downgrade() -> None:
    for table in SEEN:
        op.execute(f"DROP POLICY animator ON {table}")
    op.execute("DROP FUNCTION sillon_people_on_roll()")
    op.execute("DROP FUNCTION sillon_on_roll()")
    op.drop_column("sittings", "roll_version")
