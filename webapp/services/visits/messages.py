"""The messages about visits: of one, and those of many that did not leave."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from webapp.models import Message, MessageState, Party, Visit


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
