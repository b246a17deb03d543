"""The days of a visit as a calendar file (RFC 5545): twelve lines need no library."""

from datetime import timedelta

from flask_babel import gettext as _

from webapp.ground.clock import now
from webapp.models import Visit


def calendar_file(visit: Visit) -> str:
    """Return the file: all-day, without name or place."""
    title = _("Your visit")
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sillon//EN",
        "BEGIN:VEVENT",
        f"UID:visit-{visit.id}@sillon",
        f"DTSTAMP:{now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{visit.arrival:%Y%m%d}",
        f"DTEND;VALUE=DATE:{visit.departure + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:Sillon – {title}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "\r\n".join(lines) + "\r\n"
