#!/bin/sh
# phonenumberslite 9.0.42 turns letters into the figures of a telephone's keys, also where somebody
# wrote a name behind a number that is too short: the name fills it up to a valid mobile number, of a
# stranger. And a French extension, "poste 12", is no extension: its letters become figures too.
# Valid input: parse("06 12 34 5 Ali", "FR"), parse("01 42 68 53 00 poste 12", "FR").
# Output seen: +33612345254, valid; +331426853007678312 without extension, not valid, while
# "01 42 68 53 00 ext 12" gives the extension 12.
# So a number with a letter in it is refused before it is parsed (webapp/ground/telephones.py).
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check phonenumberslite==9.0.42
"$folder/env/bin/python" - <<'PYTHON'
import sys

import phonenumbers as numbers

seen = []
for typed in ("06 12 34 5 Ali", "01 42 68 53 00 poste 12", "01 42 68 53 00 ext 12"):
    read = numbers.parse(typed, "FR")
    written = numbers.format_number(read, numbers.PhoneNumberFormat.E164)
    seen.append((written, numbers.is_valid_number(read), read.extension))
    print(repr(typed), *seen[-1])
as_before = seen == [
    ("+33612345254", True, None),
    ("+331426853007678312", False, None),
    ("+33142685300", True, "12"),
]
sys.exit(0 if as_before else 1)
PYTHON
