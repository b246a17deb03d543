"""What people write back: done where it is sure, read by a caseworker otherwise.

Sure is a whole word for yes, no or stop, by a text from a number that a file has, or by an answer
from the mailbox that a letter went to, of somebody who has one proposal to answer, and no yes to
what only its page says, on a telephone that is theirs alone. Everything else waits on the board,
beside the visit.
"""

import hashlib

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground import job_queue, short_answers
from webapp.ground.clock import today
from webapp.ground.encryption import Cipher
from webapp.ground.errors import RuleBroken
from webapp.ground.telephones import read_number
from webapp.models import (
    ASKING,
    HOLDING,
    LEFT,
    Answer,
    Message,
    Party,
    PartyState,
    Reply,
    Side,
    User,
    Visit,
    VisitState,
)
from webapp.services.engine.barriers import PARTED, SHARED_ROOM, barriers_of
from webapp.services.engine.lodging import lodging_of
from webapp.services.records import audit
from webapp.services.visits import answers

LONGEST = 1600
"""Letters that are kept of one text: ten parts of a long one."""
ANSWERS = {short_answers.YES: Answer.YES, short_answers.NO: Answer.NO}


def take(session: Session, number: str, words: str, name: str) -> bool:
    """Keep a text for each file that has its number; return whether one has.

    Of a number that no file has nothing is kept. A job does what it asks: whoever brings it is
    answered at once.

    Parameters
    ----------
    name
        What its gateway calls this text, whenever it brings it.
    """
    whose = read_number(number)
    parties = _parties_of(session, whose) if whose else []
    for party in parties:
        keep(session, party, words, name)
    return bool(parties)


def keep(session: Session, party: Party, words: str, name: str, visit: Visit | None = None) -> None:
    """Keep what a household wrote, once, and let a job do what it asks.

    Of two that come together the first is done first: a yes and a no within a second are a yes, and
    a no that somebody reads.

    Parameters
    ----------
    visit
        Which of their visits it is about, where that is known: an answer to a letter says so.
    """
    words = words.encode(errors="replace").decode().replace("\0", "")  # half a sign is no text
    named = name.encode(errors="replace")
    digest = hashlib.sha256(named + f"\0{party.id}".encode()).hexdigest()
    if session.scalar(select(Reply.id).where(Reply.digest == digest)) is not None:
        return
    reply = Reply(party=party, visit=visit, digest=digest, words=words[:LONGEST])
    session.add(reply)
    session.flush()
    job_queue.defer(session, "take_reply", lock=f"replies-{party.id}", reply_id=reply.id)


def _parties_of(session: Session, number: str) -> list[Party]:
    query = select(Party).where(
        Party.phone_fingerprint.in_(Cipher.fingerprints(number)), Party.state != PartyState.LEFT
    )
    return list(session.scalars(query.order_by(Party.id)))


def act_on(session: Session, reply: Reply) -> None:
    """Do what a text asks, if it is sure; else leave it to a caseworker, beside its visit."""
    if not reply.waits:
        return
    said = short_answers.understood(reply.words, reply.party.language)
    if said == short_answers.STOP:
        _stop(session, reply)
        return
    about = {reply.visit_id}
    asked = [each for each in _asked(session, reply.party) if {each.id, None} & about]
    if reply.visit is None:
        standing = _standing(session, reply.party)
        reply.visit = asked[0] if len(asked) == 1 else standing or _late(session, reply.party)
    if said is None or len(asked) != 1 or reply.party.phone_shared:
        return
    if said == short_answers.YES and _must_be_told_first(session, asked[0]):
        return
    try:
        with session.begin_nested():
            answers.answer(session, asked[0], Side.PARTY, ANSWERS[said])
            reply.meaning = said
    except RuleBroken:
        return  # a caseworker reads it, with what is in the way on the visit's page


def can_answer(session: Session, visit: Visit, barriers: tuple[str, ...] | None = None) -> bool:
    """Whether a word by text would answer a visit, once it is asked, and so may be asked for.

    Nothing else awaits an answer of that telephone, nobody else reads it, and a yes agrees to no
    more than a text says.

    Parameters
    ----------
    barriers
        What the guests would meet, where it is known otherwise than from what is written.
    """
    others = (each for each in _awaiting(session, visit.party) if each.id != visit.id)
    if visit.party.phone_shared or _must_be_told_first(session, visit, barriers):
        return False
    return next(others, None) is None


def _must_be_told_first(
    session: Session, visit: Visit, barriers: tuple[str, ...] | None = None
) -> bool:
    """Whether a yes agrees to what a text message does not say: it is said on the page, or called.

    That they share a room with somebody they do not know, or come without their companions.
    """
    if barriers is None:
        barriers = barriers_of(visit, lodging_of(session, visit))
    return bool({SHARED_ROOM, PARTED} & set(barriers))


def _stop(session: Session, reply: Reply) -> None:
    party = reply.party
    party.stop_texts()
    reply.meaning = short_answers.STOP
    audit.record(session, "party.texts-stopped", party)


def _asked(session: Session, party: Party) -> list[Visit]:
    """Return what awaits an answer of these people, and was asked by a message."""
    return [visit for visit in _awaiting(session, party) if _was_asked(session, visit)]


def _awaiting(session: Session, party: Party) -> list[Visit]:
    """Return the visits to which somebody of this telephone, or mailbox, is still to answer."""
    same = Party.id == party.id
    if party.phone_fingerprint is not None:
        same = Party.phone_fingerprint == party.phone_fingerprint
    query = select(Visit).join(Visit.party).where(same, Visit.state.in_(HOLDING))
    found = session.scalars(query.order_by(Visit.id)).all()
    return [
        visit
        for visit in found
        if visit.party_answer is Answer.AWAITED and answers.may_answer(visit, Side.PARTY)
    ]


def _was_asked(session: Session, visit: Visit) -> bool:
    about = Message.visit_id == visit.id, Message.side == Side.PARTY
    query = select(Message.id).where(*about, Message.kind.in_(ASKING), Message.state.in_(LEFT))
    return session.scalar(query.limit(1)) is not None


def _standing(session: Session, party: Party) -> Visit | None:
    """Return the one visit of a party that stands, if it is one."""
    query = select(Visit).where(Visit.party_id == party.id, Visit.state.in_(HOLDING)).limit(2)
    found = session.scalars(query).all()
    return found[0] if len(found) == 1 else None


def _late(session: Session, party: Party) -> Visit | None:
    """Return the visit to come of which a party was asked last, if a no or the deadline ended it.

    None stands: what they write now, such as a yes after all, is of that one.
    """
    about = Visit.party_id == party.id, func.lower(Visit.stay) > today()
    newest = select(Visit).where(*about).order_by(Visit.id.desc()).limit(1)
    visit = session.scalar(newest)
    if visit is None or visit.state not in {VisitState.EXPIRED, VisitState.DECLINED}:
        return None
    return visit if _was_asked(session, visit) else None


def to_read() -> Select[Reply]:
    """Ask for what somebody has to read."""
    unread = Reply.meaning.is_(None), Reply.read_at.is_(None), ~Reply.asks_correction
    return select(Reply).where(*unread)


def waiting(session: Session, *conditions: ColumnElement[bool]) -> list[Reply]:
    """Return what somebody has to read, the oldest first."""
    query = to_read().join(Reply.party).where(*conditions)
    whole = joinedload(Reply.party).selectinload(Party.persons)
    return list(session.scalars(query.options(whole, joinedload(Reply.visit)).order_by(Reply.id)))


def of_visit(session: Session, visit: Visit) -> list[Reply]:
    """Return the texts about a visit, the newest first."""
    return _written(session, Reply.visit_id == visit.id)


def of_party(session: Session, party: Party) -> list[Reply]:
    """Return the texts of a party, the newest first."""
    return _written(session, Reply.party_id == party.id)


def _written(session: Session, condition: ColumnElement[bool]) -> list[Reply]:
    query = select(Reply).where(condition)
    return list(session.scalars(query.options(joinedload(Reply.read_by)).order_by(Reply.id.desc())))


def read(session: Session, reply: Reply, by: User) -> None:
    """Record that a caseworker has read a text, and sees to what it asks."""
    reply.read(by)
    audit.record(session, "party.text-read", reply.party)
