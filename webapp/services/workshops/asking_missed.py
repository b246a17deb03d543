"""Whoever was not at a workshop is asked once why, so long as their word is still taken."""

from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.ground.clock import is_by_day, now
from webapp.models import (
    LEFT,
    Message,
    MessageState,
    MissedWord,
    Party,
    PartyState,
    Seat,
    SeatState,
    Side,
    Visit,
)
from webapp.services.records import outbox
from webapp.services.visits import ladder, missed, proposing
from webapp.services.workshops import contests

KIND: Final = "seat-missed"


def ask_due(session: Session) -> int:
    """Ask the guests who are noted as absent from a workshop why, each once and by day.

    Not before it can no longer be put right, nor while they were written to of something else.
    """
    if not is_by_day(now()):
        return 0
    said = select(MissedWord.id).where(MissedWord.seat_id == Seat.id, MissedWord.cause.is_not(None))
    written = select(Message.id).where(
        Message.seat_id == Seat.id, Message.kind == KIND, Message.created_at >= Seat.ended_at
    )
    noted = now() - missed.OPEN_FOR, now() - proposing.TAKEN_BACK_FOR
    here = Party.state != PartyState.LEFT, Party.anonymous_since.is_(None), ~Party.left_alone
    query = (
        select(Seat)
        .join(Seat.party)
        .where(Seat.state == SeatState.ABSENT, Seat.ended_at.between(*noted), *here)
        .where(~said.exists(), ~written.exists())
        .order_by(Seat.id)
    )
    asked = [seat for seat in session.scalars(query).all() if not _is_busy(session, seat)]
    for seat in asked:
        at = seat.ended_at.isoformat() if seat.ended_at else ""
        outbox.write_to_seat(session, seat, KIND, key=f"{KIND}-{seat.id}-{at}")
        session.flush()  # of a household one is asked at a time
    return len(asked)


def awaits(session: Session, seat: Seat) -> bool:
    """Whether somebody may still say why they were not there, and has not."""
    word = contests.word_of(session, seat)
    return contests.may_be_said(seat) and (word is None or word.cause is None)


def _is_busy(session: Session, seat: Seat) -> bool:
    """Whether the household was written to lately, of a visit, a workshop or anything else."""
    seats = select(Seat.id).where(Seat.party_id == seat.party_id)
    visits = select(Visit.id).where(Visit.party_id == seat.party_id)
    of_visit = Message.visit_id.in_(visits) & (Message.side == Side.PARTY)
    theirs = or_(Message.party_id == seat.party_id, Message.seat_id.in_(seats), of_visit)
    left = Message.state.in_((MessageState.QUEUED, *LEFT))
    lately = left, Message.has_rung_since(now() - ladder.APART)
    return session.scalar(select(Message.id).where(theirs, *lately).limit(1)) is not None
