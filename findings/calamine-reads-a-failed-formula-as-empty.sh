#!/bin/sh
# python-calamine 0.9.1 gives "" for a cell that shows an error (#N/A, #REF!), just as for one in
# which nothing stands, in XLSX and in ODS: a list whose column of beds is looked up elsewhere comes
# in with holes, and nothing tells that a formula had failed. openpyxl 3.1.5 gives "#N/A".
# Valid input: a workbook of three rows, one cell of type "e" (t="e", <v>#N/A</v>), one cell empty.
# Output seen: calamine: '' and ''; openpyxl: '#N/A' and None.
# So such cells are made text before calamine reads them, and an import names them row by row
# (webapp/services/imports/opening.py, tested for XLSX and ODS).
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
"$folder/env/bin/python" - "$folder/beds.xlsx" <<'PYTHON'
import sys

from openpyxl import Workbook, load_workbook
from python_calamine import load_workbook as calamine

path = sys.argv[1]
book = Workbook()
for row in (["farm", "beds"], ["A", "#N/A"], ["B", None]):
    book.active.append(row)
book.active["B2"].data_type = "e"
book.save(path)
seen = {
    "calamine": [row[1] for row in calamine(path).get_sheet_by_index(0).to_python()[1:]],
    "openpyxl": [row[1] for row in load_workbook(path).active.iter_rows(2, values_only=True)],
}
for reader, cells in seen.items():
    print(reader, cells)
sys.exit(0 if seen == {"calamine": ["", ""], "openpyxl": ["#N/A", None]} else 1)
PYTHON
