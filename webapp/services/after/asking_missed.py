"""Each side is asked once why nobody came, so long as its word is still taken."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.clock import is_by_day, now
from webapp.models import Message, Side, Visit, VisitState
from webapp.services.after import asking
from webapp.services.visits import deadlines, missed, proposing

KIND: Final = "visit-missed"


def ask_due(session: Session) -> int:
    """Ask both sides of the visits to which nobody came why, each once and by day.

    Not before it can no longer be taken back, nor while something else is asked of them.
    """
    if not is_by_day(now()):
        return 0

    def ask(visit: Visit) -> int:
        asked = [
            side for side in _not_asked(session, visit) if not asking.is_busy(session, visit, side)
        ]
        for side in asked:
            noted = visit.ended_at.isoformat() if visit.ended_at else ""
            proposing.tell(session, visit, side, KIND, occasion=noted)
        return len(asked)

    noted = now() - missed.OPEN_FOR, now() - proposing.TAKEN_BACK_FOR
    late = Visit.state == VisitState.NO_SHOW, Visit.ended_at.between(*noted)
    return deadlines.one_by_one(session, deadlines.due_visits(session, *late), ask)


def awaits(session: Session, visit: Visit, side: Side) -> bool:
    """Whether a side may still say why nobody came, and has not."""
    word = missed.of_side(session, visit, side)
    return missed.may_be_said(visit) and (word is None or word.cause is None)


def _not_asked(session: Session, visit: Visit) -> list[Side]:
    written = Message.visit_id == visit.id, Message.kind == KIND
    asked = set(
        session.scalars(select(Message.side).where(*written, Message.created_at >= visit.ended_at))
    )
    reads = {Side.PARTY} | ({Side.FARM} if visit.is_open_to_farm else set())
    return [side for side in Side if side in reads - asked and awaits(session, visit, side)]
