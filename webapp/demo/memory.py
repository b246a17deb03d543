"""When what happened to a demonstration's visits happened, and the audit that tells of it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import Answer, Event, Side, Visit, VisitState

PROPOSED_BEFORE = timedelta(days=24)
LATEST_PROPOSAL = timedelta(days=3)
ANSWERED_AFTER = {Side.PARTY: timedelta(hours=5), Side.FARM: timedelta(hours=29)}
ENDED_AFTER = timedelta(hours=50)
ACTS = {
    VisitState.EXPIRED: "visit.expired",
    VisitState.CANCELLED: "visit.cancelled",
    VisitState.ENDED_EARLY: "visit.ended-early",
    VisitState.NO_SHOW: "visit.missed",
    VisitState.COMPLETED: "visit.completed",
    VisitState.EVALUATED: "visit.completed",
}


def remember_all(session: Session) -> None:
    """Give every visit the days on which things happened, and its audit rows."""
    remember(session, session.scalars(select(Visit).order_by(Visit.id)))


def remember(session: Session, visits: Iterable[Visit]) -> None:
    """Give these visits the days on which things happened, and their audit rows."""
    for visit in visits:
        session.add_all(_remember(visit))


def _remember(visit: Visit) -> list[Event]:
    made = min(_morning(visit.arrival) - PROPOSED_BEFORE, now() - LATEST_PROPOSAL)
    visit.created_at = made
    events = [_event(visit, "visit.proposed", made, {})]
    for side, after in ANSWERED_AFTER.items():
        given = visit.answer_of(side)
        if given is not Answer.AWAITED:
            _answer_at(visit, side, made + after)
            told = {"side": side.value, "answer": given.value, "by_telephone": False}
            events.append(_event(visit, "visit.answered", made + after, told, side))
    if visit.both_said_yes:
        visit.confirmed_at = made + ANSWERED_AFTER[Side.FARM]
        events.append(_event(visit, "visit.confirmed", visit.confirmed_at, {}))
    if visit.arrived_at is not None:
        visit.arrived_at = _morning(visit.arrival) + timedelta(hours=7)
        events.append(_event(visit, "visit.arrived", visit.arrived_at, {}, Side.PARTY))
    return events + _end(visit)


def _end(visit: Visit) -> list[Event]:
    if visit.state is VisitState.DECLINED:
        visit.ended_at = visit.party_answered_at
    if visit.state not in ACTS:
        return []
    visit.ended_at = _ended_at(visit)
    by, reason = visit.ended_by, visit.end_reason
    told = {"by": by.value if by else None, "reason": reason}
    return [_event(visit, ACTS[visit.state], visit.ended_at, told)]


def _ended_at(visit: Visit) -> datetime:
    if visit.state in {VisitState.EXPIRED, VisitState.CANCELLED}:
        return visit.created_at + ENDED_AFTER
    over = {VisitState.COMPLETED, VisitState.EVALUATED}
    last = visit.departure + timedelta(days=1) if visit.state in over else visit.arrival
    return _morning(last) + timedelta(hours=9)


def _answer_at(visit: Visit, side: Side, at: datetime) -> None:
    if side is Side.PARTY:
        visit.party_answered_at = at
    else:
        visit.farm_answered_at = at


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 20), UTC)


def _event(
    visit: Visit, act: str, at: datetime, facts: dict[str, Any], side: Side | None = None
) -> Event:
    return Event(
        at=at,
        actor=side.value if side else "job",
        act=act,
        subject="visits",
        subject_id=visit.id,
        organisation_id=visit.organisation_id,
        facts=facts,
    )
