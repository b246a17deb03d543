"""Whose rows are seen is asked once a statement, and of accounts, farms and events as well."""

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"

SCOPE, ID, USER = "(SELECT sillon_scope())", "(SELECT sillon_id())", "(SELECT sillon_user())"
"""In a question of its own the function runs once, where it would run for each row."""
EACH_ROW = re.compile(r"sillon_(?:scope|id)\(\)")
ONCE = re.compile(r"\( SELECT (sillon_(?:scope|id)\(\)) AS sillon_\w+\)")
"""How policies ask, and how PostgreSQL writes those that ask once."""

EVERYONE = f"{SCOPE} = 'everyone'"
AT_THE_DOOR = f"{SCOPE} IN ('everyone', 'door')"
OF_THE_ORGANISATION = f"{SCOPE} = 'organisation' AND organisation_id = {ID}"
OF_THE_FARM = f"{SCOPE} = 'farm' AND farm_id = {ID}"
BEHIND_A_VISIT = "EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
VISITS = (
    f"{EVERYONE} OR {OF_THE_ORGANISATION} OR {SCOPE} = 'visit' AND id = {ID}"
    f" OR {OF_THE_FARM} AND (state = 'under-way' OR NOT {{shut_out}})"
)
MESSAGES = f"{EVERYONE} OR {BEHIND_A_VISIT} OR {{others}}"
AFTER = {
    "messages": MESSAGES.format(
        others=" OR ".join(
            f"{column} IS NOT NULL AND sillon_sees('{table}', {column})"
            for table, column in (
                ("users", "user_id"),
                ("seats", "seat_id"),
                ("parties", "party_id"),
            )
        )
    ),
    "visits": VISITS.format(shut_out="(SELECT sillon_is_shut_out())"),
}
BEFORE = {
    "messages": MESSAGES.format(others="visit_id IS NULL"),
    "visits": VISITS.format(
        shut_out="EXISTS (SELECT FROM farms WHERE farms.id = farm_id"
        " AND farms.state IN ('suspended', 'removed', 'declined'))"
    ),
}
"""The policies that say something else than before."""

FARM, ORGANISATIONS = "(SELECT sillon_farm())", "(SELECT sillon_organisations())"
ONES_OWN = f"{AT_THE_DOOR} OR user_id = {USER}"
NEW = {
    "email_links": ONES_OWN,
    "farms": f"{AT_THE_DOOR} OR {SCOPE} = 'organisation' OR id = {FARM}",
    "kept_forms": ONES_OWN,
    "recovery_codes": ONES_OWN,
    "saved_searches": f"{EVERYONE} OR user_id = {USER}",
    "user_sessions": ONES_OWN,
    "users": f"{AT_THE_DOOR} OR id = {USER} OR farm_id = {FARM}"
    f" OR organisation_id = ANY ({ORGANISATIONS}::bigint[])"
    f" OR {SCOPE} = 'organisation' AND role <> 'caseworker'"
    f" OR {SCOPE} IN ('farm', 'visit') AND role = 'coordinator'",
}
"""Per table that had none: accounts are seen by whoever lets people in, and one's own by oneself;
staff and farms by those who deal with them."""

EVENTS = (
    f"{EVERYONE} OR actor = 'user' AND actor_id = {USER} OR {OF_THE_ORGANISATION}"
    " OR subject <> 'users' AND sillon_sees(subject, subject_id)"
)
"""An event is read by who did it, and where what it tells of is seen; anybody may add one."""

FUNCTIONS = """
CREATE FUNCTION sillon_user() RETURNS bigint STABLE LANGUAGE sql
    RETURN nullif(current_setting('sillon.user', true), '')::bigint;
CREATE FUNCTION sillon_is_shut_out() RETURNS boolean STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public
    RETURN EXISTS (SELECT FROM farms WHERE id = sillon_id()
                   AND state IN ('suspended', 'removed', 'declined'));
CREATE FUNCTION sillon_farm() RETURNS bigint STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public
    RETURN CASE sillon_scope()
        WHEN 'farm' THEN sillon_id()
        WHEN 'visit' THEN (SELECT farm_id FROM visits WHERE id = sillon_id())
    END;
CREATE FUNCTION sillon_organisations() RETURNS bigint[] STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public
    RETURN CASE sillon_scope()
        WHEN 'organisation' THEN ARRAY[sillon_id()]
        WHEN 'farm' THEN ARRAY(
            SELECT DISTINCT organisation_id::bigint FROM visits WHERE farm_id = sillon_id())
        WHEN 'visit' THEN ARRAY(
            SELECT organisation_id::bigint FROM visits WHERE id = sillon_id())
        WHEN 'referral' THEN ARRAY(
            SELECT organisation_id::bigint FROM referrals WHERE id = sillon_id())
        WHEN 'party' THEN ARRAY(
            SELECT organisation_id::bigint FROM parties WHERE id = sillon_id())
    END;
CREATE FUNCTION sillon_sees(text, bigint) RETURNS boolean
STABLE LANGUAGE plpgsql AS $$
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
        ELSE RETURN false;
    END CASE;
END $$;
"""
"""Those in between look past policies: asked inside these, each table's would be planned with those
of the next, which took longer than most questions themselves. The last one keeps its plans."""


def upgrade() -> None:
    op.execute(FUNCTIONS)
    _ask(lambda asked: EACH_ROW.sub(r"(SELECT \g<0>)", asked))
    for table, seen in AFTER.items():
        op.execute(f"ALTER POLICY scope ON {table} USING ({seen})")
    for table, seen in NEW.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ({seen})")
    op.execute("ALTER TABLE events ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON events FOR SELECT USING ({EVENTS})")
    op.execute("CREATE POLICY added ON events FOR INSERT WITH CHECK (true)")


def _ask(rewritten: Callable[[str], str]) -> None:
    """Write every policy anew, asking what it asked in another way."""
    policies = sa.text("SELECT tablename, policyname, qual, with_check FROM pg_policies")
    for table, name, qual, check in op.get_bind().execute(policies).all():
        using = f" USING ({rewritten(qual)})" if qual else ""
        checked = f" WITH CHECK ({rewritten(check)})" if check else ""
        op.execute(f"ALTER POLICY {name} ON {table}{using}{checked}")


def downgrade() -> None:
    op.execute("DROP POLICY added ON events")
    for table in (*NEW, "events"):
        op.execute(f"DROP POLICY scope ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    for table, seen in BEFORE.items():
        op.execute(f"ALTER POLICY scope ON {table} USING ({seen})")
    _ask(lambda asked: ONCE.sub(r"\1", asked))
    op.execute(
        "DROP FUNCTION sillon_sees(text, bigint), sillon_organisations(), sillon_farm(),"
        " sillon_is_shut_out(), sillon_user()"
    )
