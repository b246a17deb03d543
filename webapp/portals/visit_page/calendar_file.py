"""The days of a visit as a calendar file (RFC 5545), written by icalendar."""

from datetime import timedelta

from flask_babel import gettext as _

from webapp.ground.clock import now
from webapp.models import Visit


def calendar_file(visit: Visit, *, method: str = "PUBLISH", sequence: int = 0) -> bytes:
    """Return the file: all-day, without name or place.

    Parameters
    ----------
    method
        What a calendar is to do with it (RFC 5546): `PUBLISH` shows the days.
    sequence
        Higher in each file that corrects an earlier one of the same visit. A visit's days never
        change once it is proposed, and the file is given while it stands: so far there is one.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 (slow to import; few pages need it)

    title = _("Your visit")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Sillon//EN")
    calendar.add("method", method)
    calendar.add_component(
        Event.new(
            uid=f"visit-{visit.id}@sillon",
            sequence=sequence,
            stamp=now(),
            start=visit.arrival,
            end=visit.departure + timedelta(days=1),
            summary=f"Sillon – {title}",
        )
    )
    return bytes(calendar.to_ical())
