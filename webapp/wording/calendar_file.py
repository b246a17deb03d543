"""The days of a visit as a calendar file (RFC 5545), written by icalendar: new, changed, taken out.

A calendar knows an event by its UID, and obeys a file of a higher SEQUENCE than the one it has.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.ground.clock import PARIS, now, today
from webapp.models import Channel, Message, Side, Visit, VisitState
from webapp.services.visits.disclosure import View
from webapp.wording.days import clock_hour

if TYPE_CHECKING:
    from icalendar import Calendar, Event

TAKEN_OUT = {VisitState.CANCELLED, VisitState.DECLINED}
"""How a visit ends whose days may stand in a calendar: once both said yes, they could be kept."""
FOR_AN_HOUR = timedelta(hours=1)
WITH_A_LETTER = {
    *("visit-confirmed", "visit-restored", "visit-cancelled", "visit-declined"),
    *("visit-changed", "visit-as-before", "visit-hour-asked", "visit-hour-agreed"),
}
"""The messages after which a calendar that kept the visit has something to correct."""


def is_kept(visit: Visit) -> bool:
    """Whether a calendar can be told of it: it stands, or it did and its days are still to come."""
    fell_through = visit.state in TAKEN_OUT and visit.confirmed_at is not None
    return visit.holds or (fell_through and visit.departure >= today())


def with_letter(message: Message) -> bytes:
    """Return the file that goes along with a message; empty where a calendar has nothing to obey.

    It names no place, as letters do not. A farm that is shut out is told what ends, and no more.
    None goes to a telephone that others read too.
    """
    visit, by_mail = message.visit, message.channel is Channel.EMAIL
    if visit is None or not by_mail or message.kind not in WITH_A_LETTER or not is_kept(visit):
        return b""
    if message.side is Side.PARTY and visit.party.phone_shared:
        return b""
    told = visit.both_said_yes and visit.is_open_to_farm
    if visit.holds and not told:
        return b""
    return invitation(visit, message.side or Side.FARM)


def calendar_file(visit: Visit, side: Side, view: View | None = None) -> bytes:
    """Return the file: its days, and where it is told, the hour and the place of arrival.

    Parameters
    ----------
    side
        Who keeps it.
    view
        What this side may see. Its station or town is told with the sheet only, and never a name
        or an address: calendars are shared with others.
    """
    calendar = _empty("PUBLISH" if visit.holds else "CANCEL")
    status = "CANCELLED" if not visit.holds else "CONFIRMED" if visit.both_said_yes else "TENTATIVE"
    place = _place(view)
    calendar.add_component(_days(visit, side, status, place))
    if visit.arrival_hour is not None:
        agreed = status if visit.hour_agreed else "CANCELLED"
        arrival = _event(visit, "-arrival", _("Hour of arrival"), agreed, place)
        arrival.start = datetime.combine(visit.arrival, time(visit.arrival_hour), PARIS)
        arrival.end = arrival.start + FOR_AN_HOUR
        calendar.add_component(arrival)
        year = visit.arrival.year
        calendar.add_missing_timezones(date(year - 1, 1, 1), date(year + 1, 12, 31))
    return bytes(calendar.to_ical())


def invitation(visit: Visit, side: Side) -> bytes:
    """Return what a mail program puts into its reader's calendar by itself (RFC 5546).

    A REQUEST has one event: the agreed hour is said in it, where a file has an event of its own.
    """
    calendar = _empty("REQUEST" if visit.holds else "CANCEL")
    days = _days(visit, side, "CONFIRMED" if visit.holds else "CANCELLED", "")
    if visit.holds and visit.hour_agreed and visit.arrival_hour is not None:
        days.add("description", f"{_('Hour of arrival')}: {clock_hour(visit.arrival_hour)}")
    calendar.add_component(days)
    return bytes(calendar.to_ical())


def _empty(method: str) -> Calendar:
    from icalendar import Calendar  # noqa: PLC0415 (slow to import; few pages need it)

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Sillon//EN")
    calendar.add("method", method)
    return calendar


def _days(visit: Visit, side: Side, status: str, place: str) -> Event:
    title = _("Your guests") if side is Side.FARM else _("Your visit")
    days = _event(visit, "", title, status, place)
    days.start, days.end = visit.arrival, visit.departure + timedelta(days=1)
    return days


def _event(visit: Visit, part: str, title: str, status: str, place: str) -> Event:
    """Begin an event that corrects each earlier one of the same visit and part.

    Its sequence is its age in seconds: whatever was changed since, and changed back, the file that
    is taken later is the newer one.
    """
    from icalendar import STATUS, Event  # noqa: PLC0415 (slow to import; few pages need it)

    written = now()
    return Event.new(
        uid=f"visit-{visit.id}{part}@sillon",
        sequence=int((written - visit.created_at).total_seconds()),
        stamp=written,
        summary=f"Sillon – {title}",
        location=place or None,
        status=STATUS(status),
    )


def _place(view: View | None) -> str:
    sheet = view.place_sheet if view else None
    if sheet is None:
        return ""
    station = sheet.station
    return station.name if station and station.trains_stop else sheet.town
