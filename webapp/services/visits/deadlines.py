"""What the calendar does to visits and slots; Paris decides the day (`clock.today`).

Every function may run as often as one likes: it does what is due and nothing twice. A visit that
fails stops no other: see `LeftBehind`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.ground import logs
from webapp.ground.clock import PARIS, is_by_day, now, today
from webapp.ground.errors import SillonError
from webapp.models import Answer, Programme, Side, Slot, SlotState, Visit, VisitState
from webapp.services.records import audit
from webapp.services.visits import ladder, places, proposing, waiting

Due = TypeVar("Due", Visit, Slot)

ARRIVED_BY = 18
"""The hour of Paris from which guests who did not tell of their arrival are asked."""


class LeftBehind(SillonError):  # noqa: N818 (it reads as what happened)
    """Some of what had come due could not be done; the rest is, and waits to be committed.

    Parameters
    ----------
    count
        How many visits or slots were left as they were; the log names each by its number.
    """

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} left behind")
        self.count = count


def expire_due(session: Session) -> int:
    """Expire the proposals whose last day is over, free their beds, tell both sides.

    One that waits for a person of the association does not, as long as it may still begin.
    """

    def expire(visit: Visit) -> int:
        if waiting.waits(visit) and visit.arrival > today():
            return 0
        visit.expire()
        proposing.release(session, visit)
        audit.record(session, "visit.expired", visit)
        proposing.tell_both(session, visit, "visit-expired")
        return 1

    late = due_visits(session, Visit.state == VisitState.PROPOSED, Visit.answer_by < today())
    return one_by_one(session, late, expire)


def begin_due(session: Session) -> int:
    """Begin the confirmed visits whose first day has come."""

    def begin(visit: Visit) -> int:
        visit.begin()
        audit.record(session, "visit.begun", visit)
        return 1

    due = due_visits(session, Visit.state == VisitState.CONFIRMED, _first_day() <= today())
    return one_by_one(session, due, begin)


def complete_due(session: Session) -> int:
    """Complete the visits whose last day is over."""

    def complete(visit: Visit) -> int:
        visit.complete()
        proposing.release(session, visit)
        audit.record(session, "visit.completed", visit)
        return 1

    over = due_visits(session, Visit.state == VisitState.UNDER_WAY, _day_after() <= today())
    return one_by_one(session, over, complete)


def remind_due(session: Session) -> int:
    """Ask once more for the answers whose last day is near; each side and deadline once.

    Nobody is asked again for a visit that waits: a caseworker sees to it first.
    """
    if not is_by_day(now()):
        return 0

    def remind(visit: Visit) -> int:
        rung = ladder.asks_today(programme, visit)
        if rung is None or waiting.waits(visit):
            return 0
        awaited = [side for side in Side if visit.answer_of(side) is Answer.AWAITED]
        for side in awaited:
            if not ladder.is_left_in_peace(session, visit, side, ladder.ASKED):
                proposing.tell(session, visit, side, "visit-reminder", occasion=rung)
        return len(awaited)

    programme = session.get(Programme, 1)
    proposed = Visit.state == VisitState.PROPOSED, Visit.answer_by >= today()
    open_ones = session.scalars(select(Visit).where(*proposed)).all()
    due = [each.id for each in open_ones if ladder.asks_today(programme, each) is not None]
    if not due:
        return 0
    return one_by_one(session, due_visits(session, Visit.id.in_(due), *proposed), remind)


def announce_due(session: Session) -> int:
    """Call the visits of the coming days to mind, on each rung both sides once."""
    if not is_by_day(now()):
        return 0

    def announce(visit: Visit) -> int:
        rung = ladder.announces_today(programme, visit)
        if rung is None:
            return 0
        for side in Side:
            if not (rung and ladder.is_left_in_peace(session, visit, side, ladder.TOLD)):
                proposing.tell(session, visit, side, "visit-soon", occasion=rung)
        return 1

    programme = session.get(Programme, 1)
    confirmed = Visit.state == VisitState.CONFIRMED, _first_day() > today()
    to_come = session.scalars(select(Visit).where(*confirmed)).all()
    due = [each.id for each in to_come if ladder.announces_today(programme, each) is not None]
    if not due:
        return 0
    return one_by_one(session, due_visits(session, Visit.id.in_(due), *confirmed), announce)


def check_arrivals(session: Session) -> int:
    """Ask the guests of today, in the evening, whether they have arrived, unless it is known."""
    if not is_by_day(now()) or now().astimezone(PARIS).hour < ARRIVED_BY:
        return 0

    def check(visit: Visit) -> int:
        proposing.tell(session, visit, Side.PARTY, "visit-arrival")
        return 1

    expected = Visit.state.in_((VisitState.CONFIRMED, VisitState.UNDER_WAY))
    due = due_visits(session, expected, Visit.arrived_at.is_(None), _first_day() == today())
    return one_by_one(session, due, check)


def slots_pass_by(session: Session) -> int:
    """Close the slots whose last day is over."""

    def pass_by(slot: Slot) -> int:
        slot.pass_by()
        return 1

    query = select(Slot).where(
        Slot.state.in_((SlotState.OPEN, SlotState.FILLED)), Slot.departure < today()
    )
    over = session.scalars(query.order_by(Slot.id).with_for_update(key_share=True)).all()
    return one_by_one(session, over, pass_by)


def one_by_one(session: Session, due: Iterable[Due], act: Callable[[Due], int]) -> int:
    """Act on each in a savepoint of its own, and return how much was done.

    One that fails is undone, and named in the log by its number; the others are done.

    Raises
    ------
    LeftBehind
        At the end, when some failed.
    """
    count = left = 0
    for each in due:
        kind, number = each.__tablename__, each.id
        try:
            with session.begin_nested():
                done = act(each)
        except Exception as error:
            told = {"act": act.__name__, "subject": kind, "subject_id": number}
            logs.log.error("left-behind", **told, **logs.describe(error))
            left += 1
        else:
            count += done
    if left:
        raise LeftBehind(left)
    return count


def due_visits(session: Session, *conditions: ColumnElement[bool]) -> Sequence[Visit]:
    """Find what is due, lock all of it in the one order of `services.places`, and look again."""
    columns = select(Visit.id, Visit.party_id, Visit.slot_id)
    rows = session.execute(columns.where(*conditions)).all()
    if not rows:
        return []
    places.lock(session, {row.party_id for row in rows}, {row.slot_id for row in rows})
    held = select(Visit).where(Visit.id.in_({row.id for row in rows}), *conditions)
    held = held.order_by(Visit.id).with_for_update(of=Visit, key_share=True)
    return session.scalars(held.execution_options(populate_existing=True)).all()


def _first_day() -> ColumnElement[date]:
    return func.lower(Visit.stay)


def _day_after() -> ColumnElement[date]:
    return func.upper(Visit.stay)
