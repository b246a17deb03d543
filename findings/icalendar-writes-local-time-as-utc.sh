#!/bin/sh
# icalendar 7.3.2 writes a DTSTAMP without a time zone as if it were UTC: noon in Paris becomes
# 12:00Z, two hours later than it was, without a word. DTSTART of the same value stays without zone.
# And Calendar.new() gives the calendar a random UID, another one each time the same file is written.
# Valid input: Event.new(stamp=datetime(2027, 7, 1, 12, 0), start=…, uid="visit-1"); Calendar.new().
# Output seen: "DTSTAMP:20270701T120000Z" beside "DTSTART:20270701T120000"; two different UIDs.
# So only aware times are given to it, tested, and a calendar is made without new().
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2
"$folder/env/bin/python" - <<'PYTHON'
import sys
from datetime import datetime

from icalendar import Calendar, Event

noon = datetime(2027, 7, 1, 12, 0)
event = Event.new(uid="visit-1", stamp=noon, start=noon, end=noon)
lines = [line for line in event.to_ical().decode().splitlines() if line.startswith("DT")]
uids = {str(Calendar.new()["UID"]) for _ in range(2)}
print(*lines, f"{len(uids)} UIDs of two calendars", sep="\n")
as_before = "DTSTAMP:20270701T120000Z" in lines and "DTSTART:20270701T120000" in lines
sys.exit(0 if as_before and len(uids) == 2 else 1)
PYTHON
