"""Evolution's calendar, which GNOME's programs share: letters and files alike."""

import json
import os
import subprocess
from pathlib import Path

PYTHON = "/usr/bin/python3"
"""Debian's, for which its `python3-gi` is built."""
WITHIN = """
import json, sys
import gi
gi.require_version("ECal", "2.0")
from gi.repository import ECal, EDataServer, ICalGLib
registry = EDataServer.SourceRegistry.new_sync(None)
source = registry.ref_builtin_calendar()
calendar = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, 10, None)
for written in json.load(sys.stdin):
    file = ICalGLib.Component.new_from_string(written)
    calendar.receive_objects_sync(file, ECal.OperationFlags.NONE, None)
    stands = {}
    for event in calendar.get_object_list_sync("#t", None)[1]:
        start, struck = event.get_dtstart(), ICalGLib.PropertyStatus.CANCELLED
        if not start.is_date():
            start = start.convert_to_zone(ICalGLib.Timezone.get_utc_timezone())
        when = start.as_ical_string()
        stands[event.get_uid()] = when + " cancelled" * (event.get_status() == struck)
    print(json.dumps(stands), flush=True)
"""


def evolution(written: list[bytes], kept: Path) -> list[dict[str, str]]:
    """Let it take each, one after the other, into a calendar that is thrown away."""
    home = {"HOME": str(kept), "XDG_RUNTIME_DIR": str(kept), "TZ": "Europe/Paris"}
    told = subprocess.run(
        ["/usr/bin/dbus-run-session", "--", PYTHON, "-c", WITHIN],
        input=json.dumps([each.decode() for each in written]),
        env=os.environ | home,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.returncode == 0, "Install evolution-data-server, gir1.2-ecal-2.0, python3-gi, dbus"
    return [json.loads(line) for line in told.stdout.splitlines()]
