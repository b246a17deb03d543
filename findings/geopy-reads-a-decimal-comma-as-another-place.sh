#!/bin/sh
# geopy 2.5.0 looks for two numbers anywhere in the text that a Point is made of. Coordinates as they
# are written in French, with a decimal comma, are not refused: it takes what stands around a comma
# and folds it into the globe. Caen becomes a point in the Indian Ocean, Paris one in the Pacific.
# Valid input: Point("49,1829 -0,3707") and Point("48,8566; 2,3522"); with points instead of commas
# both are right.
# Output seen: (0.0, 107.0) and (2.0, -78.0); 10,000 km from there.
# So a place is chosen from the list of communes or given as two numbers, never as a text to parse.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check geopy==2.5.0
"$folder/env/bin/python" - <<'PYTHON'
import sys

from geopy.distance import geodesic
from geopy.point import Point

seen = []
for town, written in (("Caen", "49,1829 -0,3707"), ("Paris", "48,8566; 2,3522")):
    meant = Point(written.replace(",", ".").replace(";", ","))
    read = Point(written)
    seen.append((read.latitude, read.longitude))
    print(f"{town}: {written!r} is read as {seen[-1]}, {geodesic(meant, read).km:,.0f} km away")
sys.exit(0 if seen == [(0.0, 107.0), (2.0, -78.0)] else 1)
PYTHON
