"""The day before a date of a workshop, whoever comes is reminded: once a household and date."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now, today
from webapp.models import Message, MessageState, Seat, SeatState, Sitting
from webapp.services.records import outbox
from webapp.services.workshops import telling

KIND: Final = "workshop-soon"
APART: Final = timedelta(hours=20)
"""Whoever has read of this workshop so shortly before knows of it."""


def remind_due(session: Session) -> int:
    """Write to whoever has a seat in what takes place tomorrow; return how many were written to."""
    tomorrow = Sitting.day == today() + timedelta(days=1), Sitting.cancelled_at.is_(None)
    sittings = session.scalars(select(Sitting).where(*tomorrow).order_by(Sitting.id)).all()
    return sum(_remind(session, sitting) for sitting in sittings)


def _remind(session: Session, sitting: Sitting) -> int:
    """Write of one date; one that is moved to another day is reminded of anew."""
    coming = Seat.state == SeatState.SIGNED_UP, Seat.kept_until.is_(None)
    theirs = select(Seat).where(Seat.series_id == sitting.series_id, *coming).order_by(Seat.id)
    seats = {telling.reader(seat): seat for seat in session.scalars(theirs)}
    written = 0
    for (kind, number), seat in seats.items():
        key = f"{KIND}-{sitting.id}-{sitting.day}-{kind}-{number}"
        if _was_reminded(session, key) or _was_told(session, seat) or not telling.takes_part(seat):
            continue
        outbox.write_to_seat(session, seat, KIND, key=key, sitting=sitting)
        written += 1
    return written


def _was_reminded(session: Session, key: str) -> bool:
    """Whether it was written, and stands: what was no longer needed may be so once more."""
    stands = Message.idempotency_key == key, Message.state != MessageState.NOT_NEEDED
    return session.scalar(select(Message.id).where(*stands)) is not None


def _was_told(session: Session, seat: Seat) -> bool:
    """Whether its reader was written to about this workshop a moment ago."""
    theirs = Message.seat_id.in_(select(Seat.id).where(*telling.of_reader(seat)))
    lately = Message.has_rung_since(now() - APART), Message.state != MessageState.NOT_NEEDED
    others = Message.kind != KIND
    return session.scalar(select(Message.id).where(theirs, *lately, others).limit(1)) is not None
