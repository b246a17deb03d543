"""Programs are told what happened: who is to be told of it, and what became of each."""

import secrets
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, any_, case, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground import job_queue
from webapp.ground.clock import now
from webapp.ground.database import take_turn
from webapp.ground.vocabulary import WEBHOOK_ACTS
from webapp.models import Delivery, DeliveryState, Event, User, Visit, VisitState, Webhook
from webapp.services.records import audit
from webapp.services.records.unattended import Work

PREFIX = "whsec_"
"""How a secret begins, as Standard Webhooks has it; 32 bytes in base 64 follow."""
TASK = "tell_program"
TAKEN_BACK_FOR = timedelta(minutes=2)
MISSED_FOR = timedelta(days=2)
TRIED_FOR = timedelta(hours=16)
"""So long a program that does not answer is called again."""
KEPT = timedelta(days=30)
"""So long what was missed is told after all, as long as what was told is kept."""
TRUE_IN: Final = {
    "visit.confirmed": frozenset(VisitState) - {
        VisitState.PROPOSED, VisitState.DECLINED, VisitState.EXPIRED, VisitState.CANCELLED,
    },
    "visit.cancelled": {VisitState.CANCELLED, VisitState.DECLINED},
    "visit.completed": {VisitState.COMPLETED, VisitState.EVALUATED},
    "visit.ended": {VisitState.ENDED_EARLY, VisitState.NO_SHOW},
}  # fmt: skip
"""In which states of its visit it is still so; what was taken back meanwhile is told to nobody."""


ANSWERED: Final = "visit.answered"
"""An answer is told where it ends what both sides had said yes to."""


def make(
    session: Session, by: User, name: str, address: str, kinds: Sequence[str]
) -> tuple[Webhook, str]:
    """Keep an address and return it with the secret that signs what it is told."""
    secret = PREFIX + b64encode(secrets.token_bytes(32)).decode()
    hook = Webhook(name=name, address=address, kinds=list(kinds), secret=secret, made_by_id=by.id)
    session.add(hook)
    audit.record(session, "webhook.made", hook, kinds=list(kinds))
    return hook, secret


def end(session: Session, hook: Webhook) -> None:
    """Tell an address nothing any more."""
    hook.end()
    audit.record(session, "webhook.ended", hook)


def tell_all(session: Session) -> int:
    """Have each live address told of what happened since it was made; return how many are.

    A moment is waited for: an act may be taken back. What was missed for days is history.
    """
    take_turn(session, "webhooks")
    told = and_(Delivery.webhook_id == Webhook.id, Delivery.event_id == Event.id)
    told_as = case(WEBHOOK_ACTS, value=Event.act)
    lately = Event.at.between(now() - MISSED_FOR, now() - TAKEN_BACK_FOR)
    new = (
        select(Webhook, Event.id)
        .options(joinedload(Webhook.made_by))
        .join(Event, and_(Event.act.in_(WEBHOOK_ACTS), told_as == any_(Webhook.kinds)))
        .outerjoin(Delivery, told)
        .where(lately, Event.at > Webhook.made_at, Delivery.id.is_(None))
        .where(Webhook.ended_at.is_(None))
        .order_by(Event.id)
    )
    found = [row for row in session.execute(new).all() if row[0].is_live]
    for hook, event_id in found:
        delivery = Delivery(webhook_id=hook.id, event_id=event_id)
        session.add(delivery)
        session.flush()
        job_queue.defer(session, TASK, delivery_id=delivery.id)
    return len(found)


def missed(session: Session, hook: Webhook, since: datetime) -> tuple[list[int], list[Delivery]]:
    """Return what an address was not told since nobody answers for it: events, and what was closed.

    What is older than a month is history.
    """
    first = max(since - TRIED_FOR, hook.made_at, now() - KEPT)
    told = and_(Delivery.webhook_id == hook.id, Delivery.event_id == Event.id)
    told_as = case(WEBHOOK_ACTS, value=Event.act)
    of_it = (
        select(Event.id, Delivery)
        .outerjoin(Delivery, told)
        .where(Event.at.between(first, now() - TAKEN_BACK_FOR), Event.act.in_(WEBHOOK_ACTS))
        .where(told_as.in_(hook.kinds))
        .order_by(Event.id)
    )
    rows = session.execute(of_it).all()
    closed = [each for _, each in rows if each and each.state is DeliveryState.NOT_NEEDED]
    return [event for event, each in rows if each is None], closed


def count_missed(session: Session, hook: Webhook) -> int:
    """Count what an address was not told since nobody answers for it."""
    if hook.left_since is None:
        return 0
    return sum(len(each) for each in missed(session, hook, hook.left_since))


def tell_missed(session: Session, hook: Webhook, since: datetime) -> int:
    """Have an address told what happened while nobody answered for it; return how much that is.

    What is not so any more is told to nobody, as always.
    """
    events, closed = missed(session, hook, since)
    for delivery in closed:
        delivery.wait_again()
    new = [Delivery(webhook_id=hook.id, event_id=event) for event in events]
    session.add_all(new)
    session.flush()
    for delivery in (*closed, *new):
        job_queue.defer(session, TASK, delivery_id=delivery.id)
    return len(closed) + len(new)


def take(session: Session, delivery_id: int) -> Delivery | None:
    """Lock what is to be told still; none: it was told, or another worker is at it."""
    query = select(Delivery).where(
        Delivery.id == delivery_id, Delivery.state == DeliveryState.WAITING
    )
    return session.scalar(query.with_for_update(skip_locked=True))


def is_so(session: Session, delivery: Delivery) -> bool:
    """Whether its address listens still, and what it tells was not taken back."""
    if not delivery.webhook.is_live:
        return False
    kind = WEBHOOK_ACTS[delivery.event.act]
    if kind not in TRUE_IN:
        return True
    visit = session.get(Visit, delivery.event.subject_id)
    if visit is None or visit.state not in TRUE_IN[kind]:
        return False
    if visit.state is not VisitState.DECLINED:
        return delivery.event.act != ANSWERED
    return visit.confirmed_at is not None and delivery.event.facts.get("answer") != "yes"


def last_deliveries(session: Session, hook: Webhook, most: int) -> Sequence[Delivery]:
    """Return what an address was told, the newest first."""
    of_it = (
        select(Delivery).where(Delivery.webhook_id == hook.id).options(joinedload(Delivery.event))
    )
    return session.scalars(of_it.order_by(Delivery.id.desc()).limit(most)).all()


def _waiting() -> Select[int]:
    return select(Delivery.id).where(Delivery.state == DeliveryState.WAITING)


def _give_up(session: Session, number: int) -> bool:
    delivery = take(session, number)
    if delivery is None:
        return False
    delivery.give_up()
    return True


DELIVERIES = Work(TASK, "delivery_id", _waiting, _give_up)
