"""A sending of a round that was approved by mistake is taken back before anybody is told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.ground.errors import RuleBroken
from webapp.models import MatchingRound, Visit
from webapp.services.records import audit
from webapp.services.rounds import plan
from webapp.services.rounds.decisions import lock_round
from webapp.services.rounds.result import read_result
from webapp.services.visits import proposing, unmaking


def taken_back_until(of_round: MatchingRound) -> datetime | None:
    """Return until when the last sending of a round can be taken back, if it can."""
    if of_round.published_at is None or of_round.before_sending is None:
        return None
    until = of_round.published_at + proposing.TAKEN_BACK_FOR
    return until if now() < until else None


def take_back(session: Session, of_round: MatchingRound) -> int:
    """Undo the last sending: the round is as it was before, and return how many visits were not.

    Raises
    ------
    RuleBroken
        When it is too late, or somebody was told.
    """
    of_round = lock_round(session, of_round.id)
    if taken_back_until(of_round) is None:
        raise RuleBroken("too-late-to-undo")
    sent = select(Visit).where(
        Visit.round_id == of_round.id, Visit.created_at >= of_round.published_at
    )
    visits = session.scalars(sent.order_by(Visit.id)).all()
    unmaking.unmake(session, visits)
    of_round.unpublish()
    result = read_result(of_round)
    if of_round.keeps_a_plan and result is not None:
        plan.keep(session, of_round, set(result.pairs) - plan.told(session, of_round))
    else:
        plan.give_up(session, of_round)
    audit.record(session, "round.taken-back", of_round, visits=len(visits))
    return len(visits)
