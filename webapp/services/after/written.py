"""When what is written after a visit is still so, for one side of it."""

from sqlalchemy.orm import Session

from webapp.models import Side, Visit
from webapp.services.after import feedback, follow_ups, relationships


def awaits_feedback(session: Session, visit: Visit, side: Side) -> bool:
    """Whether a side may still say how it went, and has not said all."""
    said = feedback.told(session, visit, side)
    return said in {feedback.Told.NOTHING, feedback.Told.BEGUN}


def awaits_follow_up(session: Session, visit: Visit, side: Side) -> bool:
    """Whether a side has not told yet what became of it, of the last time that this was asked."""
    asked = follow_ups.present(session, visit, side)
    return asked is not None and asked.is_open


def awaits_relationship(session: Session, visit: Visit, side: Side) -> bool:
    """Whether the other side would like to stay in contact, and waits for an answer."""
    found = relationships.of_visit(session, visit)
    return found is not None and found.awaits(side) and relationships.may_begin(visit)


def is_related(session: Session, visit: Visit, side: Side) -> bool:
    """Whether both say yes to staying in contact."""
    return relationships.shown_to(session, visit, side) is not None
