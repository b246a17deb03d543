"""What somebody did on an earlier day, done by the services that pages use."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, ahead, now, standing_ahead
from webapp.models import User
from webapp.services.records.audit import NOBODY, Actor, set_actor


def at(day: date, hour: int = 10) -> datetime:
    """Return an hour of a day in Paris."""
    return datetime.combine(day, time(hour), PARIS)


@contextmanager
def earlier(session: Session, by: User, day: date, hour: int = 10) -> Iterator[None]:
    """Let it be a past day, and let somebody act on it: what they do is told of that day."""
    before: Actor = session.info.get("actor", NOBODY)
    set_actor(session, Actor("user", by.id))
    try:
        with standing_ahead(ahead() + (at(day, hour) - now())):
            yield
    finally:
        set_actor(session, before)
