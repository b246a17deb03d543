"""The thread of a visit: guests, farm and association write, and nobody's number is told."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from webapp.ground.at_once import at
from webapp.ground.clock import PARIS, now, today
from webapp.ground.database import seeing_everyone
from webapp.ground.encryption import Cipher
from webapp.ground.errors import RuleBroken
from webapp.models import (
    SHUT_OUT,
    Message,
    MessageState,
    Party,
    Reply,
    Side,
    ThreadLine,
    User,
    Visit,
    VisitState,
    Writer,
)
from webapp.services.records import audit, outbox
from webapp.services.visits import incidents
from webapp.services.visits.translating import AT_STATION, CARDS, LATE, LATE_TOGETHER, ON_THE_WAY

NEWS = "thread-news"
MOST_UNREAD = 5
"""So many messages of one side wait to be read at once: who has more to say, calls."""
SAME_AGAIN = timedelta(minutes=10)
EXPECTED = {VisitState.CONFIRMED, VisitState.UNDER_WAY}


def may_be_read(session: Session, visit: Visit, side: Side) -> bool:
    """Whether a side reads it: from both yeses until the visit is over.

    Not at a farm that is shut out; and a farm without an account reads nothing, so nobody writes to
    it here. Where an incident stands between the two, guests read nothing; a farm with guests in
    the house sees what it saw before, and what it writes reaches nobody.
    """
    stands = visit.state in EXPECTED and visit.both_said_yes and bool(visit.farm.users)
    if not stands or visit.farm.state in SHUT_OUT:
        return False
    return side is Side.FARM or not incidents.stands_between(session, visit)


def is_open(session: Session, visit: Visit, side: Side = Side.FARM) -> bool:
    """Whether a side, or the association, may write."""
    return may_be_read(session, visit, side) and visit.thread_closed_at is None


def write(
    session: Session,
    visit: Visit,
    writer: Writer,
    *,
    words: str = "",
    card: str = "",
    language: str,
    by: User | None = None,
) -> None:
    """Keep a message and tell those who have nothing else to read.

    Raises
    ------
    RuleBroken
        There is nothing in it, nobody may write, or the others have much to read already.
    """
    session.refresh(visit, with_for_update={"key_share": True, "of": Visit})
    said = words.strip()
    if not is_open(session, visit, Side.PARTY if writer is Writer.PARTY else Side.FARM):
        raise RuleBroken("thread-closed")
    if (bool(said) == bool(card)) or (card and card not in CARDS):
        raise RuleBroken("thread-empty")
    lines, others = of_visit(session, visit), [one for one in Side if one.value != writer.value]
    mine = [each for each in lines if each.writer is writer and each.is_shown]
    unread = [each for each in mine if any(map(each.is_unread_by, others))]
    last = unread[-1] if unread else None
    if last and (last.words, last.card) == (said or None, card or None) and _is_just(last):
        return
    if len(unread) >= MOST_UNREAD:
        raise RuleBroken("thread-waits")
    line = ThreadLine(
        visit_id=visit.id,
        writer=writer,
        by_id=by.id if by else None,
        language=language,
        words=said or None,
        card=card or None,
    )
    session.add(line)
    session.flush()
    audit.record(session, "visit.thread-written", visit, writer=writer.value)
    for other in others:
        if not _is_told(session, _says_as_much(lines, line, other), other):
            _tell(session, visit, other, line)


def of_the_way(session: Session, visit: Visit) -> ThreadLine | None:
    """Return what guests said last of their way, which the farm has still to read, until they come.

    Only since the day of arrival: before it, nobody waits for them.
    """
    if visit.arrived_at is not None or visit.arrival > today():
        return None
    said = [each for each in of_visit(session, visit) if _is_of_the_way(each, visit)]
    return said[-1] if said and said[-1].is_unread_by(Side.FARM) else None


def _is_of_the_way(line: ThreadLine, visit: Visit) -> bool:
    is_theirs = line.writer is Writer.PARTY and line.card in ON_THE_WAY and line.is_shown
    return is_theirs and line.at.astimezone(PARIS).date() >= visit.arrival


def _says_as_much(lines: list[ThreadLine], line: ThreadLine, side: Side) -> list[ThreadLine]:
    """Return what a side has not read and was told of in the same words as it would be of a line.

    A farm is told of their way, and not only that there is something to read: what guests say first
    of it, or otherwise than before, is told however much it has still to read.
    """
    unread = [each for each in lines if each.is_unread_by(side)]
    if side is Side.PARTY or not _is_of_the_way(line, line.visit):
        return unread
    before = [each for each in unread if _is_of_the_way(each, line.visit)]
    same = before and (before[-1].card in AT_STATION) == (line.card in AT_STATION)
    return before if same else []


def _is_just(line: ThreadLine) -> bool:
    """Whether a message is so new that the same again is a second press of the button."""
    return now() - line.at < SAME_AGAIN


def _key(line: ThreadLine, side: Side) -> str:
    return f"{NEWS}-{line.id}-{side.value}"


def _is_told(session: Session, unread: list[ThreadLine], side: Side) -> bool:
    """Whether word of what a side has not read is on its way, or has come: none that failed."""
    stands = Message.state.not_in([MessageState.FAILED, MessageState.NOT_NEEDED])
    ours = Message.idempotency_key.in_([_key(each, side) for each in unread])
    with seeing_everyone(session):
        return session.scalar(select(Message.id).where(ours, stands).limit(1)) is not None


def _tell(session: Session, visit: Visit, side: Side, line: ThreadLine) -> None:
    key, ours = _key(line, side), (Message.visit_id == visit.id, Message.side == side)
    with seeing_everyone(session):  # what waits to leave would say the same: it is composed then
        queued = Message.state == MessageState.QUEUED  # that one failed stays known
        outbox.close_waiting(session, *ours, Message.kind == NEWS, queued)
    if side is Side.PARTY:
        outbox.write_to_party(session, visit, NEWS, key=key)
    elif visit.farm.users:
        outbox.write_to_farm(session, visit, NEWS, key=key)


def read(session: Session, visit: Visit, side: Side) -> list[ThreadLine]:
    """Return what a side reads, the oldest first, and record that it has.

    Where something is new to it, nobody writes meanwhile: whoever does then tells of it anew.
    """
    lines = shown(session, visit)
    if any(each.is_unread_by(side) for each in lines):
        session.refresh(visit, with_for_update={"key_share": True, "of": Visit})
        lines = shown(session, visit)
        for line in lines:
            if line.is_unread_by(side):
                line.read(side)
        session.flush()
    return lines


def shown(session: Session, visit: Visit) -> list[ThreadLine]:
    """Return what the sides read, the oldest first: nothing that was reported."""
    return [each for each in of_visit(session, visit) if each.is_shown]


def report(session: Session, line: ThreadLine, side: Side) -> None:
    """Put a message before the association: neither side reads it any more."""
    session.refresh(line, with_for_update={"of": ThreadLine})
    line.report(side)
    session.flush()
    audit.record(session, "visit.thread-reported", line.visit, side=side.value)


def settle(session: Session, line: ThreadLine, by: User) -> None:
    """Record that the association saw to a message that was reported."""
    session.refresh(line, with_for_update={"of": ThreadLine})
    line.settle(by)
    session.flush()
    audit.record(session, "visit.thread-settled", line.visit)


def close(session: Session, visit: Visit, *, closed: bool) -> None:
    """Let the sides write no more, or again."""
    session.refresh(visit, with_for_update={"of": Visit})
    if (visit.thread_closed_at is not None) == closed:
        raise RuleBroken("changed-meanwhile")
    visit.thread_closed_at = now() if closed else None
    session.flush()
    audit.record(session, "visit.thread-closed" if closed else "visit.thread-opened", visit)


def of_visit(session: Session, visit: Visit) -> list[ThreadLine]:
    """Return the messages of a visit, the oldest first."""
    query = select(ThreadLine).where(ThreadLine.visit_id == visit.id)
    as_it_is_now = {"populate_existing": True}
    return list(session.scalars(query.order_by(ThreadLine.id), execution_options=as_it_is_now))


def has_news(session: Session, visit: Visit, side: Side) -> bool:
    """Whether a side has something to read, and may."""
    lines = of_visit(session, visit) if may_be_read(session, visit, side) else []
    return any(each.is_unread_by(side) for each in lines)


def that_were_reported() -> Select[ThreadLine]:
    """Ask for the messages that were reported and nobody has seen to."""
    open_ = ThreadLine.reported_at.is_not(None), ThreadLine.settled_at.is_(None)
    return select(ThreadLine).where(*open_)


def reported(session: Session, *conditions: ColumnElement[bool]) -> list[ThreadLine]:
    """Return the messages that were reported and nobody has seen to, of these visits."""
    query = that_were_reported().join(ThreadLine.visit).where(*conditions)
    return list(session.scalars(_whole(query)))


def that_are_late() -> Select[ThreadLine]:
    """Ask for what guests wrote of being late since the day of arrival, until they are there.

    A word of a day before is none of the journey: they may have set out in time. Whoever said since
    that they are at the station is there.
    """
    first_day = func.lower(Visit.stay)
    on_day = func.date(func.timezone(PARIS.key, ThreadLine.at))
    late = ThreadLine.card.in_((*LATE, *LATE_TOGETHER))
    said = late, ThreadLine.writer == Writer.PARTY, on_day >= first_day
    awaited = Visit.arrived_at.is_(None), Visit.state.in_(EXPECTED)
    begun = first_day <= at(today)
    since = aliased(ThreadLine)
    there = since.card.in_(AT_STATION), since.writer == Writer.PARTY, since.id > ThreadLine.id
    is_there = exists().where(since.visit_id == ThreadLine.visit_id, *there)
    return select(ThreadLine).join(ThreadLine.visit).where(*said, *awaited, begun, ~is_there)


def late(session: Session, *conditions: ColumnElement[bool]) -> list[ThreadLine]:
    """Return what each household said last of being late, of these visits."""
    found = session.scalars(_whole(that_are_late().where(*conditions)))
    return list({each.visit_id: each for each in found}.values())


def _whole(query: Select[ThreadLine]) -> Select[ThreadLine]:
    visit = joinedload(ThreadLine.visit)
    people = joinedload(Visit.party).selectinload(Party.persons)
    return query.options(visit.options(joinedload(Visit.farm), people)).order_by(ThreadLine.id)


def may_say_why(visit: Visit) -> bool:
    """Whether the guests may write a private word to the association: after a no of theirs."""
    return visit.state is VisitState.DECLINED and visit.ended_by is Side.PARTY


def say_why(session: Session, visit: Visit, words: str) -> None:
    """Keep a private word to the association, which stands on its board; the same twice is one."""
    session.refresh(visit, with_for_update={"key_share": True, "of": Visit})
    said = words.strip()
    if not may_say_why(visit) or not said:
        raise RuleBroken("thread-empty" if not said else "thread-closed")
    digest = Cipher.fingerprint(f"word after no {visit.id} {said}")  # the words lie sealed
    with seeing_everyone(session):
        if session.scalar(select(Reply.id).where(Reply.digest == digest)) is not None:
            return
        reply = Reply(party_id=visit.party_id, visit_id=visit.id, digest=digest, words=said)
        session.add(reply)
        audit.record(session, "visit.word-after-no", visit)
        session.flush()
