"""What a local referent of the demonstration looks after, and has written down."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.models import NoteKind, User, Visit, VisitNote, VisitState

WORDS = "La ferme attend les invités vers 17 heures ; je repasse demain."


def look_after_visits(session: Session, by: User) -> None:
    """Give somebody the visits that are under way, and the next one that is confirmed."""
    here = select(Visit).where(Visit.state == VisitState.UNDER_WAY).order_by(Visit.id)
    confirmed = Visit.state == VisitState.CONFIRMED, func.lower(Visit.stay) > today()
    coming = select(Visit).where(*confirmed).order_by(Visit.stay, Visit.id).limit(1)
    visits = [*session.scalars(here.limit(2)), *session.scalars(coming)]
    for visit in visits:
        visit.local_referent_id = by.id
    for visit in visits[:1]:
        session.add(VisitNote(visit_id=visit.id, by_id=by.id, kind=NoteKind.REACHED, words=WORDS))
    if by.nearby is not None:
        by.nearby.is_named = True
    session.flush()
