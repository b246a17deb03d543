"""Text messages leave one after the other: a provider that gets a round's at once refuses some.

Apprise keeps its own wait within one of its objects, and each of our messages makes an object; so
the turns are kept in the database, for all workers together.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import PARIS, WAKING_HOURS, now, today
from webapp.models import Attempt, Channel, Message

DOOR = "text-message"
ONE_TAKES = 0x7E_47
"""Key of the advisory lock: of several workers one takes a turn."""
LATE = timedelta(minutes=1)
"""A turn that was missed by more, such as while no worker ran, is taken anew."""


def turn_of(
    session: Session, message: Message, every: timedelta, given: datetime | None = None
) -> datetime:
    """Return when a message may leave, now or later; the caller commits before it leaves.

    A text message leaves `every` after the one before. A code does not wait, for someone waits for
    it; nor does another try, which keeps the distance of the first.

    Parameters
    ----------
    given
        The turn that this message got before, if it did.
    """
    hurries = message.channel is not Channel.SMS or message.phone_code_id or message.attempts
    if hurries or not every or (given and now() < given + LATE):
        return now()
    return _next_turn(session, every)


def tomorrow() -> datetime:
    """Return the first hour of tomorrow at which a telephone may ring of itself."""
    start = time(WAKING_HOURS.start)
    return datetime.combine(today() + timedelta(days=1), start, PARIS)


def _next_turn(session: Session, every: timedelta) -> datetime:
    """Take the first turn that is free; who asks at the same moment gets the one after it."""
    session.execute(select(func.pg_advisory_xact_lock(ONE_TAKES)))
    last = session.scalar(select(Attempt).where(Attempt.door == DOOR))
    if last is None:
        last = Attempt(door=DOOR, at=now() - every)
        session.add(last)
    last.at = max(now(), last.at + every)
    return last.at
