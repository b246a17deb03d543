"""Drafts and failed rounds that nobody needs: deleted, with what was said in them."""

from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, RoundState
from webapp.services.records import audit

WITHOUT_USE = {RoundState.DRAFT, RoundState.FAILED, RoundState.CANCELLED}


def may_be_removed(of_round: MatchingRound) -> bool:
    """Whether a round found nothing so far, and nothing is looked for: no record is lost."""
    return of_round.state in WITHOUT_USE and not of_round.has_result


def remove(session: Session, of_round: MatchingRound) -> None:
    """Delete a round that found nothing; what has a result stays as the record that it is."""
    if not may_be_removed(of_round):
        raise RuleBroken("round-is-kept")
    audit.record(session, "round.removed", of_round, state=of_round.state.value)
    session.delete(of_round)
    session.flush()
