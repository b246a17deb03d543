"""Asking again: whoever has not answered yet is written to once more, and never pestered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, now, today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    ASKING,
    LEFT,
    Answer,
    Message,
    MessageState,
    Programme,
    Side,
    Visit,
    VisitState,
)
from webapp.services.records import audit, outbox
from webapp.services.visits import places, proposing, waiting

COOL_DOWN = timedelta(days=2)
"""So long after it was asked, a side is left to answer in peace."""


Asking = dict[tuple[int, Side], tuple[datetime, datetime | None]]
"""Of a visit's side, when a question rang or was written last, and when one has left."""


@dataclass(frozen=True)
class Asked:
    """Whom of a visit one may ask again.

    Parameters
    ----------
    sides
        Those who may be asked now.
    last
        When the sides that have not answered were asked last, or a question was written to them.
    left
        When the last question to each of them has left.
    """

    sides: tuple[Side, ...] = ()
    last: dict[Side, datetime] = field(default_factory=dict)
    left: dict[Side, datetime] = field(default_factory=dict)

    @property
    def again_on(self) -> date | None:
        """The first day on which somebody who is left in peace now may be asked again."""
        resting = [at for side, at in self.last.items() if side not in self.sides]
        return (min(resting) + COOL_DOWN).astimezone(PARIS).date() if resting else None


def may_be_asked(session: Session, visits: Sequence[Visit]) -> dict[int, Asked]:
    """Return whom one may ask again, by the number of the visit."""
    last = _last_asked(session, [visit.id for visit in visits])
    return {visit.id: _asked(visit, last) for visit in visits}


def _asked(visit: Visit, last: Asking) -> Asked:
    open_to_all = visit.state is VisitState.PROPOSED and today() <= visit.answer_by
    if not open_to_all or waiting.waits(visit):
        return Asked()
    awaited = [side for side in Side if visit.answer_of(side) is Answer.AWAITED]
    reached = [side for side in awaited if _reads(visit, side)]
    times = {side: last[visit.id, side] for side in reached if (visit.id, side) in last}
    known = {side: written for side, (written, _left) in times.items()}
    rested = [side for side in reached if side not in known or known[side] <= now() - COOL_DOWN]
    return Asked(tuple(rested), known, {side: at for side, (_written, at) in times.items() if at})


def _reads(visit: Visit, side: Side) -> bool:
    """Whether a message reaches this side; who reads none is called instead."""
    if side is Side.PARTY:
        return visit.party.reads_messages
    return visit.is_open_to_farm


@cache
def _asked_lately() -> Select[int | None, Side | None, datetime, datetime | None]:
    rung = func.max(func.coalesce(Message.sent_at, Message.created_at))
    query = select(Message.visit_id, Message.side, rung, func.max(Message.sent_at)).where(
        Message.visit_id.in_(bindparam("visits", expanding=True)),
        Message.kind.in_(ASKING),
        Message.state.in_((MessageState.QUEUED, *LEFT)),
    )
    return query.group_by(Message.visit_id, Message.side)


def _last_asked(session: Session, visits: Collection[int]) -> Asking:
    rows = session.execute(_asked_lately(), {"visits": list(visits)})
    return {(number, side): (at, left) for number, side, at, left in rows if number and side}


def ask_again(session: Session, visits: Sequence[Visit]) -> list[tuple[Visit, Side]]:
    """Write once more to every side of these visits that may be asked; return who was.

    Raises
    ------
    RuleBroken
        When it is nobody: they have answered meanwhile, or were asked a moment ago.
    """
    places.lock(session, {each.party_id for each in visits}, {each.slot_id for each in visits})
    for each in visits:
        session.refresh(each)
    may = may_be_asked(session, visits)
    asked = [(visit, side) for visit in visits for side in may[visit.id].sides]
    if not asked:
        lately, settled = why_not(session, visits)
        raise RuleBroken("nobody-to-ask-again", lately=lately, settled=settled)
    days = timedelta(days=session.get_one(Programme, 1).reminder_days)
    for visit, side in asked:
        of_side = Message.visit_id == visit.id, Message.side == side
        outbox.close_failed(session, *of_side, Message.kind == "visit-reminder")
        proposing.tell(session, visit, side, "visit-reminder", occasion=_occasion(visit, days))
        audit.record(session, "visit.asked-again", visit, side=side.value)
    return asked


def why_not(session: Session, visits: Sequence[Visit]) -> tuple[int, int]:
    """Count of visits of which nobody may be asked again why: asked lately, nobody owes a word."""
    lately = sum(bool(each.last) for each in may_be_asked(session, visits).values())
    return lately, len(visits) - lately


def _occasion(visit: Visit, reminded_before: timedelta) -> str:
    """Return what makes a message leave once: where a reminder is due soon, it is that one."""
    wait = visit.answer_by - reminded_before - today()
    is_due_soon = timedelta(0) <= wait < COOL_DOWN
    return "" if is_due_soon else f"asked-{today().isoformat()}"
