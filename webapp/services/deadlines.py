"""What the calendar does to visits and slots; Paris decides the day (`clock.today`).

Every function may run as often as one likes: it does what is due and nothing twice.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp import audit
from webapp.clock import PARIS, now, today
from webapp.models import Answer, Side, Slot, SlotState, Visit, VisitState
from webapp.services import places, visits

REMINDED_BEFORE = timedelta(days=1)
"""An answer that is awaited is asked for once more on the day before its last."""
ANNOUNCED_BEFORE = timedelta(days=2)
"""A confirmed visit is called to mind so long before its first day."""

WAKING_HOURS = range(9, 20)
"""Reminders leave from nine to eight in the evening, Paris time."""


def expire_due(session: Session) -> int:
    """Expire the proposals whose last day is over, free their beds, tell both sides."""
    count = 0
    for visit in _due(session, Visit.state == VisitState.PROPOSED, Visit.answer_by < today()):
        visit.expire()
        visits.release(visit)
        audit.record(session, "visit.expired", visit)
        visits.tell_both(session, visit, "visit-expired")
        count += 1
    return count


def begin_due(session: Session) -> int:
    """Begin the confirmed visits whose first day has come."""
    count = 0
    for visit in _due(session, Visit.state == VisitState.CONFIRMED, _first_day() <= today()):
        visit.begin()
        audit.record(session, "visit.begun", visit)
        count += 1
    return count


def complete_due(session: Session) -> int:
    """Complete the visits whose last day is over."""
    count = 0
    for visit in _due(session, Visit.state == VisitState.UNDER_WAY, _day_after() <= today()):
        visit.complete()
        visits.release(visit)
        audit.record(session, "visit.completed", visit)
        count += 1
    return count


def remind_due(session: Session) -> int:
    """Ask once more for the answers whose last day is near; each side and deadline once."""
    if not _may_write():
        return 0
    near = Visit.answer_by.between(today(), today() + REMINDED_BEFORE)
    count = 0
    for visit in _due(session, Visit.state == VisitState.PROPOSED, near):
        for side in Side:
            if visit.answer_of(side) is Answer.AWAITED and _made_on(visit) < today():
                visits.tell(session, visit, side, "visit-reminder")
                count += 1
    return count


def _may_write() -> bool:
    """Whether it is an hour at which a telephone may ring."""
    return now().astimezone(PARIS).hour in WAKING_HOURS


def _made_on(visit: Visit) -> date:
    return visit.created_at.astimezone(PARIS).date()


def announce_due(session: Session) -> int:
    """Call the visits of the coming days to mind, both sides once."""
    if not _may_write():
        return 0
    near = _first_day().between(today() + timedelta(days=1), today() + ANNOUNCED_BEFORE)
    count = 0
    for visit in _due(session, Visit.state == VisitState.CONFIRMED, near):
        visits.tell_both(session, visit, "visit-soon")
        count += 1
    return count


def slots_pass_by(session: Session) -> int:
    """Close the slots whose last day is over."""
    query = select(Slot).where(
        Slot.state.in_((SlotState.OPEN, SlotState.FILLED)), Slot.departure < today()
    )
    over = session.scalars(query.order_by(Slot.id).with_for_update(key_share=True)).all()
    for slot in over:
        slot.pass_by()
    return len(over)


def _due(session: Session, *conditions: ColumnElement[bool]) -> Iterator[Visit]:
    """Find what is due, lock all of it in the one order of `services.places`, and look again."""
    columns = select(Visit.id, Visit.party_id, Visit.slot_id)
    rows = session.execute(columns.where(*conditions)).all()
    places.lock(session, {row.party_id for row in rows}, {row.slot_id for row in rows})
    held = select(Visit).where(Visit.id.in_({row.id for row in rows}), *conditions)
    held = held.order_by(Visit.id).with_for_update(of=Visit, key_share=True)
    return iter(session.scalars(held.execution_options(populate_existing=True)).all())


def _first_day() -> ColumnElement[date]:
    return func.lower(Visit.stay)


def _day_after() -> ColumnElement[date]:
    return func.upper(Visit.stay)
