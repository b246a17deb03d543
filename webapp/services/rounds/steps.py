"""The round of a job's step, which may find it changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MatchingRound


def held_round(session: Session, round_id: int) -> MatchingRound | None:
    """Return a round, held until the step ends."""
    return session.scalar(
        select(MatchingRound).where(MatchingRound.id == round_id).with_for_update(of=MatchingRound)
    )
