"""The messages about visits: of one, and those of many that did not leave."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from webapp.models import Message, MessageState, Party, Visit


def failed(session: Session, *conditions: ColumnElement[bool]) -> list[Message]:
    """Return the messages about these visits that did not leave."""
    query = (
        select(Message)
        .join(Message.visit)
        .where(Message.state == MessageState.FAILED, *conditions)
        .options(joinedload(Message.visit).joinedload(Visit.party).selectinload(Party.persons))
        .order_by(Message.id)
    )
    return list(session.scalars(query))


def of_visit(session: Session, visit: Visit) -> list[Message]:
    """Return the messages of a visit, the newest first."""
    query = select(Message).where(Message.visit_id == visit.id)
    return list(session.scalars(query.order_by(Message.id.desc())))
