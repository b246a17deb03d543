#!/bin/sh
# pandas 3.1.1 writes a day (datetime.date) into JSON as the number of milliseconds since 1970, and
# a list into a cell of CSV as Python writes it: ['a', "l'b"]. The national directory of services
# (data·inclusion) is written so, by to_json(orient="records") and to_csv(): its date_maj is a number
# in one file and a day in the other, and its lists are neither JSON nor parted by a comma alone.
# Read as they stand, its own schema (data-inclusion-schema 1.0.10) refuses every line of the CSV for
# its lists; the JSON passes, since pydantic takes the number for an instant at midnight UTC.
# Valid input: one service, a day, two themes, one of them with an apostrophe in its place.
# Output seen: 1793577600000; "['a', ""l'b""]"; refused: publics, thematiques.
# So a file is read by what stands in it (webapp/services/around/reading.py).
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 data-inclusion-schema==1.0.10
"$folder/env/bin/python" - <<'PYTHON'
import csv
import io
import json
import sys
from datetime import date

import pandas
from data_inclusion.schema.v1 import Service
from pydantic import ValidationError

said = {
    "source": "dora", "structure_id": "dora--1", "id": "dora--2", "nom": "Atelier de français",
    "description": "Deux soirs par semaine.", "date_maj": date(2026, 11, 2),
    "thematiques": ["lecture-ecriture-calcul--maitriser-le-francais", "famille--garde-denfants"],
    "publics": ["personnes-exilees"],
}  # fmt: skip
table = pandas.DataFrame([said])
day = json.loads(table.to_json(orient="records"))[0]["date_maj"]
cell = pandas.DataFrame([{"list": ["a", "l'b"]}]).to_csv(index=False).splitlines()[1]
[row] = csv.DictReader(io.StringIO(table.to_csv(index=False)))
refused = set()
try:
    Service.model_validate(row)
except ValidationError as error:
    refused = {each["loc"][0] for each in error.errors()}
Service.model_validate(said | {"date_maj": day})
print(day, cell, sorted(refused))
seen = (1793577600000, "\"['a', \"\"l'b\"\"]\"", {"publics", "thematiques"})
sys.exit(0 if (day, cell, refused) == seen else 1)
PYTHON
