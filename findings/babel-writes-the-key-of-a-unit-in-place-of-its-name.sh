#!/bin/sh
# Babel 2.18.0 writes the key of a unit where its name should stand: three hours, long, are
# "3 duration-hour" in Persian and Bengali, three days "3 duration-day" in Arabic, and narrow even
# "3 duration-hour" in Russian. CLDR leaves a length out where it is written as another one is, and
# Babel looks for it at the root alone. The same call, short, finds the name, and so does
# format_timedelta.
# Seen with Python 3.11. Valid input: babel.units.format_unit(3, "duration-hour", "long", locale).
# Output seen: below, by language. No error, and the languages of Europe, long, are right, so that
# who tries two of them ships the key to whoever reads the others.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0
"$folder/env/bin/python" - <<'PYTHON'
import sys
from datetime import timedelta

import babel
from babel.dates import format_timedelta
from babel.units import format_unit

asked = [
    ("fa", "duration-hour", "long", True),
    ("fa", "duration-hour", "short", False),
    ("bn", "duration-hour", "long", True),
    ("bn", "duration-hour", "short", False),
    ("ar", "duration-day", "long", True),
    ("ar", "duration-day", "short", False),
    ("ru", "duration-hour", "narrow", True),
    ("ru", "duration-hour", "long", False),
    ("fr", "duration-hour", "long", False),
]
as_before = True
for locale, unit, length, key_stands in asked:
    written = format_unit(3, unit, length, locale=locale)
    print(f"{locale} {unit} {length}: {written!r}")
    as_before &= (unit in written) == key_stands
for locale in ("fa", "bn"):
    written = format_timedelta(timedelta(hours=3), threshold=1, locale=locale)
    print(f"{locale} by format_timedelta: {written!r}")
    as_before &= "duration" not in written
print(f"Babel {babel.__version__}:", "as before" if as_before else "changed")
sys.exit(0 if as_before else 1)
PYTHON
