#!/bin/sh
# SQLAlchemy 2.1.9: two ranges of days that are equal, one written with its last day and one with the
# day after, have two hashes. A set keeps both, a dictionary does not find the one under the other,
# although == says that they are the same stay. And a range between two days that holds no day at
# all, empty for PostgreSQL, is not is_empty.
# Valid input: Range(1 May, 3 May, bounds="[]") and Range(1 May, 4 May, bounds="[)"), which is what
# PostgreSQL gives back for the first; Range(1 May, 2 May, bounds="()").
# Output seen: equal True, in a set 2, found False; empty False.
# So stays are compared and kept by their days, arrival and departure, not by their range.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check --pre sqlalchemy==2.1.9
"$folder/env/bin/python" - <<'PYTHON'
import sys
from datetime import date

from sqlalchemy.dialects.postgresql import Range

written = Range(date(2027, 5, 1), date(2027, 5, 3), bounds="[]")
given_back = Range(date(2027, 5, 1), date(2027, 5, 4), bounds="[)")
holds_no_day = Range(date(2027, 5, 1), date(2027, 5, 2), bounds="()")
seen = (
    written == given_back,
    len({written, given_back}),
    given_back in {written: "stay"},
    holds_no_day.is_empty,
)
print("equal", seen[0], "· in a set", seen[1], "· found", seen[2], "· empty", seen[3])
sys.exit(0 if seen == (True, 2, False, False) else 1)
PYTHON
