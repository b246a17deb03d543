"""The steps of a job on a round: short transactions, each of which may find it changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from webapp.ground.database import EVERYONE, set_scope
from webapp.models import MatchingRound
from webapp.services.records import audit


def open_step(sessions: sessionmaker[Session]) -> Session:
    """Open the session of one step: it sees everyone, and acts as a job."""
    session = sessions()
    set_scope(session, EVERYONE)
    audit.set_actor(session, audit.JOB)
    return session


def held_round(session: Session, round_id: int) -> MatchingRound | None:
    """Return a round, held until the step ends."""
    return session.scalar(
        select(MatchingRound).where(MatchingRound.id == round_id).with_for_update(of=MatchingRound)
    )
