"""What was done to a thing, and by whom, as the audit has it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.database import Base
from webapp.models import Event, User


def timeline(session: Session, *subjects: Base) -> list[Event]:
    """Return the audit rows of stored things of one kind, the newest first."""
    numbers = [getattr(subject, "id", None) for subject in subjects]
    acts = select(Event).where(
        Event.subject == subjects[0].__tablename__, Event.subject_id.in_(numbers)
    )
    return list(session.scalars(acts.order_by(Event.id.desc())))


def names_of_actors(
    session: Session, events: Iterable[Event], others: Iterable[int] = ()
) -> dict[int, str]:
    """Return the name of every user who acted in these events, and of others, by number."""
    numbers = {*others, *(event.actor_id for event in events if event.actor == "user")}
    query = select(User.id, User.name).where(User.id.in_(numbers))
    return dict(session.execute(query).all())
