"""A proposal that waits: something has changed, and a person must look at it before anyone answers.

Nobody is asked meanwhile, no yes is taken, and no deadline passes; a no always counts.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import now
from webapp.models import LEFT, Answer, Message, Side, Visit, VisitState
from webapp.services.engine.fitting import FARM_ON_HOLD
from webapp.services.visits import consent, proposing, safeguarding, unseen


def lacks_lift(visit: Visit) -> bool:
    """Whether its host has come to live alone, with nobody's written word that it is safe."""
    apart = safeguarding.needs_lift(visit.party, visit.farm, visit.arrival)
    return apart and not visit.lift_reason


def waits(visit: Visit) -> bool:
    """Whether neither side is asked before somebody of the association has looked at it."""
    return visit.state is VisitState.PROPOSED and (visit.no_longer_fits or lacks_lift(visit))


def waits_for(visit: Visit, side: Side) -> bool:
    """Whether one side reads that it waits: a farm does not of a hold that it must not notice."""
    if side is Side.FARM and waits(visit) and not lacks_lift(visit):
        in_the_way = {each.rule for each in visit.misfits if each.kept_reason is None}
        return in_the_way != {FARM_ON_HOLD} or not unseen.is_unseen(visit.farm)
    return waits(visit)


def ask_on(session: Session, visit: Visit) -> None:
    """Ask whoever has not answered, once a proposal waits no more, with the days that any has.

    Whose yes stands on what has changed meanwhile is asked whether it still suits them.
    """
    if visit.state is not VisitState.PROPOSED or waits(visit):
        return
    proposing.move_deadline(session, visit)
    for side in Side:
        if visit.answer_of(side) is not Answer.AWAITED:
            continue
        if _was_asked(session, visit, side):
            occasion = now().isoformat()
            after = proposing.TOLD_AFTER
            proposing.tell(session, visit, side, "visit-reminder", after=after, occasion=occasion)
        else:
            proposing.tell(session, visit, side, "visit-proposed", after=proposing.TAKEN_BACK_FOR)
    consent.tell_of_changes(session, visit)


def _was_asked(session: Session, visit: Visit, side: Side) -> bool:
    asked = select(Message.id).where(
        Message.visit_id == visit.id,
        Message.side == side,
        Message.kind == "visit-proposed",
        Message.state.in_(LEFT),
    )
    return session.scalar(asked.limit(1)) is not None
