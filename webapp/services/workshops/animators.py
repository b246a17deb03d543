"""Who holds a sitting notes who was there: behind its link, with its code, while it is on.

No account: two afternoons a year are no reason for one that nobody closes. The link goes by mail
and the code by telephone; no address of an animator is kept.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from webapp.models import Seat, Sitting
from webapp.models.seats import HELD
from webapp.services.records import audit, tokens


def find(session: Session, token: str) -> Sitting | None:
    """Return the sitting that a link is of; none where it is good no more."""
    number = tokens.read_numbered(token)
    sitting = session.get(Sitting, number) if number else None
    return sitting if sitting is not None and tokens.proves_roll(token, sitting) else None


def is_code(sitting: Sitting, typed: str) -> bool:
    """Whether it is the code of a sitting; blanks between do no harm."""
    return "".join(typed.split()) == tokens.roll_digits(sitting)


def roll(session: Session, sitting: Sitting) -> Sequence[Seat]:
    """Return the seats of a sitting, of which an animator reads first names and nothing else."""
    theirs = Seat.series_id == sitting.series_id, Seat.state.in_(HELD)
    whole = joinedload(Seat.person), selectinload(Seat.attendances)
    return session.scalars(select(Seat).where(*theirs).options(*whole).order_by(Seat.number)).all()


def renew(session: Session, sitting: Sitting) -> None:
    """Let the link and the code open nothing any more, and make others."""
    sitting.roll_version += 1
    audit.record(session, "sitting.roll-renewed", sitting)
