"""A farm's dates for its own calendar, by a secret address: no name of a guest, no place."""

from datetime import timedelta

from flask import Response, abort
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from webapp.ground import languages
from webapp.ground.clock import now, today
from webapp.ground.database import Scope, set_scope
from webapp.models import SHUT_OUT, Farm, Slot, SlotState, Visit, VisitState
from webapp.portals.public import portal
from webapp.services.records import tokens
from webapp.web.extensions import db

BACK = timedelta(days=60)
"""How long ago a stay may have ended to be told still."""
TOLD = {
    VisitState.PROPOSED: "TENTATIVE", VisitState.CONFIRMED: "CONFIRMED",
    VisitState.UNDER_WAY: "CONFIRMED", VisitState.COMPLETED: "CONFIRMED",
    VisitState.EVALUATED: "CONFIRMED", VisitState.CANCELLED: "CANCELLED",
}  # fmt: skip
"""What a calendar is told of a visit in each state; of the others it is told nothing."""
SEQUENCE = {"TENTATIVE": 0, "CONFIRMED": 1, "CANCELLED": 2}
"""Each answer corrects the one before, so that no calendar takes the older for the newer."""


@portal.get("/calendar/<token>.ics")
def show_farm_calendar(token: str) -> AnyResponse:
    """Give the farm's dates and visits; a renewed address opens nothing any more."""
    farm = _farm_of(token)
    if farm is None:
        abort(404)
    set_scope(db, Scope("farm", farm.id))
    language = farm.users[0].language if farm.users else languages.DEFAULT.code
    with force_locale(languages.read_in(language).locale):
        content = _written(farm)
    return Response(content, mimetype="text/calendar")


def _farm_of(token: str) -> Farm | None:
    number = tokens.read_numbered(token)
    farm = db.get(Farm, number) if number else None
    proven = farm is not None and tokens.proves_calendar(token, farm)
    return farm if farm and proven and farm.state not in SHUT_OUT else None


def _written(farm: Farm) -> bytes:
    from icalendar import Calendar, Event  # noqa: PLC0415 (slow to import; few pages need it)

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Sillon//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Sillon")
    free = _("open date")
    for slot in _open_slots(farm):
        event = Event.new(
            uid=f"slot-{slot.id}@sillon", stamp=now(), sequence=0, start=slot.arrival,
            end=slot.departure, summary=f"Sillon – {free}",
        )  # fmt: skip
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    for visit in _visits(farm):
        status = TOLD[visit.state]
        people = ngettext("%(num)d guest", "%(num)d guests", visit.people)
        event = Event.new(
            uid=f"visit-{visit.id}@sillon", stamp=now(), sequence=SEQUENCE[status],
            start=visit.arrival, end=visit.departure + timedelta(days=1),
            summary=f"Sillon – {people}",
        )  # fmt: skip
        event.add("status", status)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _open_slots(farm: Farm) -> list[Slot]:
    free = Slot.farm_id == farm.id, Slot.state == SlotState.OPEN, Slot.people_held == 0
    query = select(Slot).where(*free, Slot.arrival > today()).order_by(Slot.arrival)
    return list(db.scalars(query))


def _visits(farm: Farm) -> list[Visit]:
    mine = Visit.farm_id == farm.id, Visit.state.in_(TOLD)
    found = db.scalars(select(Visit).where(*mine).order_by(Visit.id))
    return [visit for visit in found if visit.departure >= today() - BACK]
