"""Visits: proposed with their beds held, and everything that ends one and gives the beds back."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Message, Party, Programme, Side, Slot, User, Visit
from webapp.services.records import audit, outbox
from webapp.services.visits import places, together

CALLED_TO_MIND: dict[str, Callable[[Visit], date]] = {
    "visit-reminder": lambda visit: visit.answer_by,
    "visit-soon": lambda visit: visit.arrival,
    "visit-arrival": lambda visit: visit.arrival,
    "visit-evening": lambda visit: visit.arrival,
}
"""The messages that are about a day, with the day."""

GIVEN, CHANGED, TAKEN = "local-visit-given", "local-visit-changed", "local-visit-taken"
TOLD_LOCALLY: dict[str, str] = {
    "visit-confirmed": GIVEN,
    "visit-restored": GIVEN,
    "visit-declined": TAKEN,
    "visit-cancelled": TAKEN,
    "visit-changed": CHANGED,
    "visit-hour-agreed": CHANGED,
}
"""What its local referent is told, where a side is told something that concerns them."""

TAKEN_BACK_FOR = timedelta(minutes=1)
"""So long whoever does what others are told of can take it back; nobody is told before."""
EVE = timedelta(days=1)
"""So long before its first day, the end of a visit is told at any hour: people pack and travel."""
TOLD_AFTER = timedelta(minutes=5)
"""What somebody changes is told after so long: whoever changes it again meanwhile is told of once,
as it then stands (`channels.delivery`)."""


def propose(
    session: Session,
    *,
    party: Party,
    slot: Slot,
    round: MatchingRound | None,  # noqa: A002 (the model's own word)
    answer_by: date,
    lift_reason: str | None = None,
) -> Visit:
    """Propose a slot to a party: re-check under lock, hold the beds, write to both sides.

    Parameters
    ----------
    round
        The round that found the pair; none for a place given by hand.
    answer_by
        The last day on which both sides can answer.
    lift_reason
        A caseworker's words on why the safeguarding exclusion is lifted for this pair.

    Raises
    ------
    RuleBroken
        With what changed: the slot, the farm, the party, the beds.
    """
    places.lock(session, [party.id], [slot.id])
    places.check(session, party, slot, lift_reason=lift_reason)
    return write(
        session,
        party=party,
        slot=slot,
        round=round,
        answer_by=answer_by,
        lift_reason=lift_reason,
    )


def write(
    session: Session,
    *,
    party: Party,
    slot: Slot,
    round: MatchingRound | None,  # noqa: A002 (the model's own word)
    answer_by: date,
    lift_reason: str | None,
    rooms: Sequence[list[int]] = (),
) -> Visit:
    """Hold the beds and write to both sides; the caller has locked both and checked them.

    Parameters
    ----------
    rooms
        Where they were planned to sleep, as `Visit.rooms`: they do if it still may be.
    """
    slot.hold(party.people)
    visit = Visit(
        party=party,
        organisation_id=party.organisation_id,
        slot=slot,
        farm_id=slot.farm_id,
        round=round,
        people=party.people,
        rooms=list(rooms),
        stay=Range(slot.arrival, slot.departure, bounds="[]"),
        answer_by=answer_by,
        lift_reason=lift_reason,
    )
    session.add(visit)
    session.flush()
    lifted = {"lifted": True} if lift_reason else {}
    audit.record(session, "visit.proposed", visit, slot=slot.id, people=visit.people, **lifted)
    tell_both(session, visit, "visit-proposed", after=TAKEN_BACK_FOR)
    return visit


def last_to_answer(wished: date, arrival: date) -> date:
    """Return the last day of answers: the one wished for, or the eve of the arrival."""
    return min(wished, arrival - timedelta(days=1))


def is_near(visit: Visit) -> bool:
    """Whether what becomes of a visit is told at night as well."""
    return today() >= visit.arrival - EVE


def move_deadline(session: Session, visit: Visit) -> None:
    """Give both sides of a visit that stands the days to answer that any has, from today."""
    days = timedelta(days=session.get_one(Programme, 1).answer_days)
    visit.answer_by = max(visit.answer_by, last_to_answer(today() + days, visit.arrival))


def lock(session: Session, visit: Visit) -> None:
    """Keep a visit and its slot as they are until the transaction ends, and read them anew."""
    around = places.lock(session, [visit.party_id], [visit.slot_id])
    places.hold(session, Visit, [visit.id])
    # What the visit, read anew, leads to is what was locked: while that is held, nobody asks again.
    around += [visit.party, visit.farm, visit.slot.offer]


def retake(session: Session, visit: Visit) -> None:
    """Hold again the beds of a visit that has ended, if all is as it was told.

    The caller holds the lock, and has the visit stand again.
    """
    check_again(session, visit)
    if visit.ended_by is Side.FARM:
        visit.slot.confirm()
    hold_again(session, visit)


def check_again(session: Session, visit: Visit) -> None:
    """Raise what keeps a visit that has ended from standing again; see `places.check`."""
    slot = visit.slot
    places.check(session, visit.party, slot, lift_reason=visit.lift_reason, but=visit)
    days = (visit.arrival, visit.departure) == (slot.arrival, slot.departure)
    if not days or visit.people != visit.party.people:
        raise RuleBroken("visit-is-another")


def hold_again(session: Session, visit: Visit) -> None:
    """Take the beds once more, and let companions meet again; the caller holds the lock."""
    visit.slot.hold(visit.people)
    together.meet_again(session, visit)


def release(session: Session, visit: Visit) -> None:
    """Give the beds back and part companions; the caller holds the lock and has just ended it."""
    visit.slot.release(visit.people)
    together.part(session, visit)


def tell(
    session: Session,
    visit: Visit,
    side: Side,
    kind: str,
    *,
    after: timedelta | None = None,
    occasion: str = "",
) -> None:
    """Write to one side, at once or after a while; the same kind on one occasion leaves once."""
    key = f"visit-{visit.id}-{kind}-{side.value}-{occasion or _occasion(visit, kind)}"
    if side is Side.PARTY:
        outbox.write_to_party(session, visit, kind, key=key, after=after)
    else:
        outbox.write_to_farm(session, visit, kind, key=key, after=after)
    if kind in TOLD_LOCALLY:
        tell_local_referent(session, visit, TOLD_LOCALLY[kind], after=after, occasion=occasion)


def tell_local_referent(
    session: Session,
    visit: Visit,
    kind: str,
    *,
    after: timedelta | None = None,
    occasion: str = "",
) -> None:
    """Write to the local referent of a visit, if it has one; once on one occasion.

    Nobody hears of the end of what they never heard of.
    """
    reader = visit.local_referent
    if reader is not None and (kind != TAKEN or _was_given(session, visit, reader)):
        key = f"visit-{visit.id}-{kind}-{reader.id}-{occasion or _occasion(visit, kind)}"
        outbox.write_to_user(session, reader, kind, key=key, visit=visit, after=after)


def _was_given(session: Session, visit: Visit, reader: User) -> bool:
    given = Message.visit_id == visit.id, Message.user_id == reader.id, Message.kind == GIVEN
    return session.scalar(select(Message.id).where(*given).limit(1)) is not None


def tell_both(
    session: Session,
    visit: Visit,
    kind: str,
    *,
    after: timedelta | None = None,
    occasion: str = "",
) -> None:
    """Write to both sides."""
    for side in Side:
        tell(session, visit, side, kind, after=after, occasion=occasion)


def _occasion(visit: Visit, kind: str) -> str:
    """Tell a visit's second refusal or proposal from its first, and a repeat from neither.

    What calls a day to mind is said once a day that is meant, whatever was answered meanwhile.
    """
    if kind in CALLED_TO_MIND:
        return CALLED_TO_MIND[kind](visit).isoformat()
    acts = (visit.party_answered_at, visit.farm_answered_at, visit.ended_at)
    last = max(filter(None, acts), default=None)
    return f"{visit.link_version}-{last.isoformat() if last else 'first'}"
