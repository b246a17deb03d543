"""Calendars of the terminal: khal, which knows an event by its UID; calcurse, which does not."""

import subprocess
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
SETTINGS = """
[calendars]
[[visits]]
path = {kept}/visits
[locale]
local_timezone = Europe/Paris
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {kept}/known
"""


def khal(written: list[bytes], kept: Path, year: int) -> list[dict[str, str]]:
    """Import each, and list what it shows of a year."""
    settings, file = kept / "settings", kept / "visit.ics"
    settings.write_text(SETTINGS.format(kept=kept))
    (kept / "visits").mkdir()
    listed = "{uid}|{start}|{cancelled}"
    stands = []
    for each in written:
        file.write_bytes(each)
        _say("khal", "-c", str(settings), "import", "--batch", "-a", "visits", str(file))
        asked = ("list", "--once", "--day-format", "", "--format", listed)
        shown = _say("khal", "-c", str(settings), *asked, f"{year}-01-01", f"{year}-12-31")
        lines = [line.split("|") for line in shown.splitlines() if "|" in line]
        stands.append({uid: _when(at) + " cancelled" * bool(off.strip()) for uid, at, off in lines})
    return stands


def calcurse(written: list[bytes], kept: Path) -> int:
    """Import each, and count what stands in its calendar in the end."""
    file, here = kept / "visit.ics", ("calcurse", "-D", str(kept), "-C", str(kept))
    for each in written:
        file.write_bytes(each)
        _say(*here, "-i", str(file))
    return len(_say(*here, "-G").splitlines())


def _when(said: str) -> str:
    """Return a day or an hour as calendar files write it."""
    day, _, hour = said.partition(" ")
    if not hour:
        return day.replace("-", "")
    local = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=PARIS)
    return local.astimezone(ZoneInfo("UTC")).strftime("%Y%m%dT%H%M%SZ")


def _say(*command: str) -> str:
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, f"{command[0]}: {told.stderr}"
    return told.stdout
