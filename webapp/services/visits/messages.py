"""The messages about visits: of one, and those of many that did not leave."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from webapp.models import Message, MessageState, Party, Seat, Side, Visit


def that_failed() -> Select[Message]:
    """Ask for the messages that did not leave, about a visit or not."""
    return select(Message).where(Message.state == MessageState.FAILED)


def failed(session: Session, *conditions: ColumnElement[bool]) -> list[Message]:
    """Return the messages about these visits that did not leave."""
    whole = joinedload(Message.visit).joinedload(Visit.party).selectinload(Party.persons)
    query = that_failed().join(Message.visit).where(*conditions).options(whole)
    return list(session.scalars(query.order_by(Message.id)))


def of_visit(session: Session, visit: Visit) -> list[Message]:
    """Return the messages of a visit, the newest first."""
    query = select(Message).where(Message.visit_id == visit.id)
    return list(session.scalars(query.order_by(Message.id.desc())))


def last_to(session: Session, party: Party) -> Message | None:
    """Return what was sent last to a household, by whatever way and of whatever subject."""
    of_visits = select(Visit.id).where(Visit.party_id == party.id)
    of_seats = select(Seat.id).where(Seat.party_id == party.id)
    to_them = or_(
        Message.party_id == party.id,
        Message.visit_id.in_(of_visits) & (Message.side == Side.PARTY),
        Message.seat_id.in_(of_seats),
    )
    query = select(Message).where(to_them, Message.sent_at.is_not(None))
    return session.scalar(query.order_by(Message.sent_at.desc(), Message.id.desc()).limit(1))
