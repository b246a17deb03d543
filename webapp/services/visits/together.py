"""Companions who are proposed one slot: what the end of one visit means for the others.

They wished to go together or not at all, so each of the others is asked anew; nothing of theirs
ends by itself.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.database import seeing_everyone
from webapp.models import Party, Visit, VisitState
from webapp.services.records import audit


def others_there(session: Session, visit: Visit) -> list[Visit]:
    """Return the visits to come of its companions in the same slot."""
    bond = visit.party.companions_id
    if bond is None:
        return []
    query = select(Visit).where(
        Visit.slot_id == visit.slot_id,
        Visit.id != visit.id,
        Visit.state.in_((VisitState.PROPOSED, VisitState.CONFIRMED)),
        Visit.party.has(Party.companions_id == bond),
    )
    return list(session.scalars(query.order_by(Visit.id)))


def part(session: Session, visit: Visit) -> None:
    """Let the companions know that this party does not come; the caller holds the slot's lock."""
    with seeing_everyone(session):
        for other in others_there(session, visit):
            other.part()
            audit.record(session, "visit.parted", other)
        session.flush()


def are_all_there(session: Session, visit: Visit) -> bool:
    """Whether all its companions are expected in the same slot."""
    bond = visit.party.companions_id
    with seeing_everyone(session):
        there = {visit.party_id, *(each.party_id for each in others_there(session, visit))}
        bound = session.scalars(select(Party.id).where(Party.companions_id == bond)).all()
    return bond is None or there == set(bound)


def meet_again(session: Session, visit: Visit) -> None:
    """Take back that companions were parted, once all of them are expected there again."""
    with seeing_everyone(session):
        if visit.party.companions_id is not None and are_all_there(session, visit):
            for each in (visit, *others_there(session, visit)):
                each.parted_at = None
        session.flush()
