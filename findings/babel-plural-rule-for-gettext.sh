#!/bin/sh
# Babel 2.18.0 writes a plural rule for French, Spanish, Italian and Portuguese that Python's own
# gettext cannot read: CLDR's operand "e" (compact exponent) is left in it.
# Seen with Python 3.11. Valid input: babel.plural.to_gettext(Locale.parse("fr").plural_form), made
# for the Plural-Forms header of a catalogue.
# Output seen: fr, es, it, pt: ValueError "invalid token in plural form: e"; ar, ru, uk, en: read.
# So a catalogue's header is written by hand and tested number by number against CLDR's own form.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check babel==2.18.0
"$folder/env/bin/python" - <<'PYTHON'
import gettext
import sys

import babel
from babel import Locale
from babel.plural import to_gettext

seen = {}
for name in ("fr", "es", "it", "pt", "ar", "ru", "uk", "en"):
    rule = to_gettext(Locale.parse(name).plural_form)
    expression = rule.split("plural=", 1)[1].rstrip(";")
    try:
        gettext.c2py(expression)
        seen[name] = "read"
    except ValueError as error:
        seen[name] = str(error)
    print(f"{name}: {seen[name]}")
refused = {"fr", "es", "it", "pt"}
as_before = all((said != "read") == (name in refused) for name, said in seen.items())
print(f"Babel {babel.__version__}:", "as before" if as_before else "changed")
sys.exit(0 if as_before else 1)
PYTHON
