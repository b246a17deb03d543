"""The ladder of reminders: on which days whom is asked and told again, as the programme sets.

A rung that falls on a Sunday or a public holiday waits for the next day; one that would follow
another message too soon is left out.
"""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, now, today
from webapp.ground.days_off import next_working_day
from webapp.models import LEFT, Message, MessageState, Programme, Side, Visit

APART = timedelta(hours=20)
"""Two reminders to one side are never nearer to each other."""
ASKED = ("visit-proposed", "visit-reminder")
TOLD = ("visit-confirmed", "visit-soon", "visit-restored", "visit-as-before", "visit-changed")


def made_on(visit: Visit) -> date:
    """Return the day on which a visit was proposed."""
    return visit.created_at.astimezone(PARIS).date()


def asks_today(programme: Programme | None, visit: Visit) -> str | None:
    """Return what makes today's reminder of an answer leave once; none when none is due.

    Before the last days it is a rung of its own; then the one of the deadline, which is caught up.
    """
    if programme is None or made_on(visit) >= today() or today() > visit.answer_by:
        return None
    if visit.answer_by - timedelta(days=programme.reminder_days) <= today():
        return ""
    rungs = {next_working_day(made_on(visit) + timedelta(days=n)) for n in programme.asks_after}
    return f"after-{today().isoformat()}" if today() in rungs else None


def announces_today(programme: Programme | None, visit: Visit) -> str | None:
    """Return what makes today's word on a visit to come leave once; none when none is due."""
    if programme is None:
        return None
    ahead = (visit.arrival - today()).days
    if ahead in programme.announces_before and ahead != programme.announcement_days:
        return f"{visit.arrival.isoformat()}-{ahead}"
    return "" if 0 < ahead <= programme.announcement_days else None


def is_left_in_peace(session: Session, visit: Visit, side: Side, kinds: tuple[str, ...]) -> bool:
    """Whether a side was written to so lately, in this matter, that another word is too much."""
    query = select(Message.id).where(
        Message.visit_id == visit.id,
        Message.side == side,
        Message.kind.in_(kinds),
        Message.state.in_((MessageState.QUEUED, *LEFT)),
        Message.has_rung_since(now() - APART),
    )
    return session.scalar(query.limit(1)) is not None


def was_asked_lately() -> ColumnElement[bool]:
    """Say which messages are with their reader, or still wait the day after they were written."""
    still = Message.created_at <= now() - APART
    return Message.state.in_(LEFT) | (Message.state == MessageState.QUEUED) & still
