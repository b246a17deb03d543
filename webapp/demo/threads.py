"""What guests and farms of the demonstration have written to each other."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import ThreadLine, Visit, VisitState, Writer

FEW = 2


def write(session: Session) -> None:
    """Let the guests and farms of some visits that are certain write."""
    certain = select(Visit).where(Visit.state == VisitState.CONFIRMED).order_by(Visit.id)
    for visit in session.scalars(certain.limit(FEW)):
        language = visit.party.language
        session.add_all(
            [
                ThreadLine(
                    visit_id=visit.id,
                    writer=Writer.FARM,
                    language="fr",
                    words="Il y a des bottes pour tout le monde.",
                ),
                ThreadLine(
                    visit_id=visit.id, writer=Writer.PARTY, language=language, card="thanks"
                ),
            ]
        )
    session.flush()
