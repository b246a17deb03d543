"""Who of the staff can come in: told of what cannot wait, and counted when one of them leaves."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from webapp.models import Role, User


def can_come_in() -> tuple[ColumnElement[bool], ...]:
    """Say who is neither shut out nor still invited."""
    has_come = or_(User.password_hash.is_not(None), User.last_seen_at.is_not(None))
    return User.suspended_at.is_(None), has_come


def caseworkers(session: Session, organisation_id: int) -> list[User]:
    """Return an association's caseworkers who can come in."""
    return _who(session, User.organisation_id == organisation_id, User.role == Role.CASEWORKER)


def coordinators(session: Session) -> list[User]:
    """Return the coordinators who can come in."""
    return _who(session, User.role == Role.COORDINATOR)


def _who(session: Session, *conditions: ColumnElement[bool]) -> list[User]:
    query = select(User).where(*can_come_in(), *conditions).order_by(User.name, User.id)
    return list(session.scalars(query))
