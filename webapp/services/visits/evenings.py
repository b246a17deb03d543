"""The first evening: both sides are asked whether all is well, and silence is a call for help."""

from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, now, today
from webapp.models import Side, Visit, VisitState
from webapp.services.records import audit
from webapp.services.visits import help_calls, proposing, stays

ASKED_FROM: Final = 19
"""The hour of Paris from which a side is asked that has not said that all is well."""
SILENT_FROM: Final = 21
"""The hour from which no word is a call for help, which climbs as any other (`help_calls`)."""
LATEST: Final = timedelta(days=1)
"""A worker that was down looks back so far."""


def say_well(session: Session, visit: Visit, side: Side) -> None:
    """Keep that all is well for a side; guests who say so have arrived."""
    if side is Side.PARTY and visit.arrived_at is None:
        stays.arrive(session, visit)
    proposing.lock(session, visit)
    setattr(visit, f"{side.value}_well_at", visit.well_at(side) or now())
    help_calls.end_silence(session, visit, side)
    audit.record(session, "visit.well", visit, side=side.value)


def ask_due(session: Session) -> int:
    """Ask the sides of a visit that began today, in the evening; return how many."""
    if not ASKED_FROM <= _hour() < SILENT_FROM:
        return 0
    asked = 0
    for visit in _begun(session, func.lower(Visit.stay) == today()):
        for side in _silent(visit):
            proposing.tell(session, visit, side, "visit-evening")
            asked += 1
    return asked


def call_due(session: Session) -> int:
    """Put before somebody each side that was asked and has said nothing; return how many."""
    since = today() if _hour() >= SILENT_FROM else today() - LATEST
    found = 0
    first = func.lower(Visit.stay)
    for visit in _begun(session, first <= since, first >= today() - LATEST):
        for side in _silent_and_uncalled(visit):
            proposing.lock(session, visit)
            if side in _silent_and_uncalled(visit):
                help_calls.call_for_silence(session, visit, side)
                found += 1
    return found


def _hour() -> int:
    at: datetime = now().astimezone(PARIS)
    return at.hour


def _silent(visit: Visit) -> list[Side]:
    return [side for side in Side if visit.well_at(side) is None]


def _silent_and_uncalled(visit: Visit) -> list[Side]:
    return [side for side in _silent(visit) if not _was_called(visit, side)]


def _was_called(visit: Visit, side: Side) -> bool:
    """Whether its silence stood before somebody, or a call of this side says more than silence.

    One that was settled before the evening, or taken back, says nothing of it.
    """
    asked_from = datetime.combine(visit.arrival, time(ASKED_FROM), PARIS)
    return any(
        call.silent or (call.withdrawn_at is None and (call.is_open or call.asked_at >= asked_from))
        for call in visit.help_calls
        if call.side is side
    )


def _begun(session: Session, *conditions: ColumnElement[bool]) -> list[Visit]:
    under_way = Visit.state == VisitState.UNDER_WAY
    return list(session.scalars(select(Visit).where(under_way, *conditions).order_by(Visit.id)))
