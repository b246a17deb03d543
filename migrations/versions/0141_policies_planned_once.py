"""Whose rows a transaction sees is planned once, however deep its policies ask.

PostgreSQL plans a policy's EXISTS twice, one way for few rows and one for many, and what stands in
it twice for each: four times, eight times. With an OFFSET it plans it once. And what only farms,
links and local referents need of visits is asked of a function, planned at its first call.
"""

import re
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import op

revision = "0141"
down_revision = "0140"

WHICH = """(
        SELECT array_agg(DISTINCT CASE what
            WHEN 'parties' THEN party_id WHEN 'farms' THEN farm_id
            WHEN 'organisations' THEN organisation_id
            WHEN 'local-referents' THEN local_referent_id END)
        FROM visits WHERE {mine} = sillon_id())"""
OF_VISITS = f"""
CREATE FUNCTION sillon_of_visits(what text) RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    CASE sillon_scope()
        WHEN 'farm' THEN RETURN {WHICH.format(mine="farm_id")};
        WHEN 'visit' THEN RETURN {WHICH.format(mine="id")};
        WHEN 'local-referent' THEN RETURN {WHICH.format(mine="local_referent_id")};
        ELSE RETURN NULL;
    END CASE;
END $$
"""
"""Whom the visits are of that this transaction sees: by the visits' own policies, here as well."""

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
LOCAL = f"{SCOPE} = 'local-referent'"
OF_ASSOCIATION = (
    f"{SCOPE} = 'everyone' OR {SCOPE} = 'organisation' AND organisation_id = {ID}"
    f" OR {SCOPE} IN ('farm', 'visit') AND "
)
OF_USERS = LOCAL + " AND (role = 'coordinator' OR {met}) OR " + SCOPE + " IN ('farm', 'visit') AND "
OF_STEPS = (
    f"{SCOPE} = 'everyone' OR {SCOPE} = 'organisation' AND EXISTS (SELECT FROM incident_readers"
    " WHERE incident_readers.incident_id = {incident})"
)


def _visited(what: str, column: str) -> tuple[str, str]:
    """Return how it is asked whether a row is of a visit that is seen: now, and before."""
    before = f"EXISTS (SELECT FROM visits WHERE visits.{column})"
    own = column.rpartition(".")[2]
    return f"{own} = ANY ((SELECT sillon_of_visits('{what}'))::bigint[])", before


GUESTS = _visited("parties", "party_id = parties.id")
HOSTS = _visited("farms", "farm_id = farms.id")
MET = _visited("organisations", "organisation_id = users.organisation_id")
NEARBY = _visited("local-referents", "local_referent_id = users.id")
ANEW = {
    ("scope", "parties"): [OF_ASSOCIATION + guests for guests in GUESTS],
    ("local", "parties"): [f"{LOCAL} AND {guests}" for guests in GUESTS],
    ("local", "farms"): [f"{LOCAL} AND {hosts}" for hosts in HOSTS],
    ("local", "users"): [
        OF_USERS.format(met=met) + nearby for met, nearby in zip(MET, NEARBY, strict=True)
    ],
    # A step was seen by whoever reads any incident: its column was taken for the reader's.
    ("scope", "incident_steps"): [
        OF_STEPS.format(incident=f"{table}.incident_id")
        for table in ("incident_steps", "incident_readers")
    ],
}
"""Policies that ask otherwise: now, and before."""

EXISTS = re.compile(r"EXISTS \(")
ONCE = "OFFSET 0"


def upgrade() -> None:
    op.execute(OF_VISITS)
    for (policy, table), (now, _before) in ANEW.items():
        op.execute(f"ALTER POLICY {policy} ON {table} USING ({now})")
    _write_all(_once)


def downgrade() -> None:
    _write_all(_twice)
    for (policy, table), (_now, before) in ANEW.items():
        op.execute(f"ALTER POLICY {policy} ON {table} USING ({before})")
    op.execute("DROP FUNCTION sillon_of_visits(text)")


def _write_all(anew: Callable[[str], str]) -> None:
    asked = sa.text("SELECT policyname, tablename, qual FROM pg_policies ORDER BY 2, 1")
    for policy, table, condition in op.get_bind().execute(asked).all():
        if condition and anew(condition) != condition:
            op.execute(f"ALTER POLICY {policy} ON {table} USING ({anew(condition)})")


def _once(condition: str) -> str:
    for end in sorted(_ends(condition), reverse=True):
        condition = f"{condition[:end]} {ONCE}{condition[end:]}"
    return condition


def _ends(condition: str) -> Iterator[int]:
    """Give where each EXISTS of a condition ends that is planned twice."""
    for found in EXISTS.finditer(condition):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(condition[end], 0)
            end += 1
        if not condition[: end - 1].endswith(ONCE):
            yield end - 1


def _twice(condition: str) -> str:
    return re.sub(rf"\s+{ONCE}\)", ")", condition)
