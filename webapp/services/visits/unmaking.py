"""Proposals that were made by mistake, before anybody is told: they are as if never made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.ground.vocabulary import SWAPPED
from webapp.models import LEFT, Answer, Message, Party, Visit, VisitState
from webapp.services.records import audit, for_later
from webapp.services.visits import places, proposing


def keep_from_leaving(session: Session, visits: Sequence[Visit], since: datetime) -> list[Message]:
    """Hold what was written of visits since, so that none of it leaves meanwhile, and return it.

    Raises
    ------
    RuleBroken
        When some of it has left; what is leaving at this moment fails as a lock not given.
    """
    numbers = [visit.id for visit in visits]
    written = select(Message).where(Message.visit_id.in_(numbers), Message.created_at >= since)
    messages = list(session.scalars(written.with_for_update(nowait=True)))
    if any(message.state in LEFT for message in messages):
        raise RuleBroken("too-late-to-undo")
    return messages


def unmade_until(visit: Visit) -> datetime | None:
    """Return until when a proposal by hand can be taken back, if it can; who swapped swaps back."""
    until = visit.created_at + proposing.TAKEN_BACK_FOR
    by_hand = visit.round_id is None and _is_untouched(visit)
    return until if by_hand and now() < until and not _came_by_a_swap(visit) else None


def made_with(session: Session, visit: Visit) -> list[Visit]:
    """Return a proposal by hand with those of its companions, made in the same act."""
    own = Visit.id == visit.id
    if visit.party.companions_id is not None:
        beside = Visit.party.has(Party.companions_id == visit.party.companions_id)
        same = (Visit.slot_id == visit.slot_id) & Visit.round_id.is_(None)
        own |= beside & same & (Visit.created_at >= visit.created_at - proposing.TAKEN_BACK_FOR)
    return list(session.scalars(select(Visit).where(own).order_by(Visit.id)))


def unmake(session: Session, visits: Sequence[Visit]) -> None:
    """Take proposals back that nobody has been told of: no row of them remains.

    Raises
    ------
    RuleBroken
        When one was told to somebody, or is not as it was made any more.
    """
    places.lock(session, {each.party_id for each in visits}, {each.slot_id for each in visits})
    numbers = [visit.id for visit in visits]
    held = select(Visit).where(Visit.id.in_(numbers)).order_by(Visit.id).with_for_update(of=Visit)
    found = session.scalars(held.execution_options(populate_existing=True)).all()
    if len(found) < len(visits) or not all(map(_is_untouched, found)):
        raise RuleBroken("too-late-to-undo")
    if found:
        keep_from_leaving(session, found, min(visit.created_at for visit in found))
    for visit in found:
        visit.slot.release(visit.people)
        audit.record(session, "visit.unmade", visit)
        session.delete(visit)
    session.flush()
    for_later.forget_about_visits(session, numbers)


def _came_by_a_swap(visit: Visit) -> bool:
    """Whether its party left another place in the same act."""
    return any(
        each.end_reason == SWAPPED
        and each.ended_at is not None
        and abs(each.ended_at - visit.created_at) < proposing.TAKEN_BACK_FOR
        for each in visit.party.visits
    )


def _is_untouched(visit: Visit) -> bool:
    answers = {visit.party_answer, visit.farm_answer}
    return visit.state is VisitState.PROPOSED and answers == {Answer.AWAITED}
