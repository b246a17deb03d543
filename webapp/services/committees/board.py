"""What of the committees waits for somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from webapp.models import Committee, CommitteeSignature, CommitteeState, User


@dataclass(frozen=True)
class Waiting:
    """A committee of which something waits for somebody.

    Parameters
    ----------
    undone_by
        Who took it up again since they had signed, if anybody did.
    """

    committee: Committee
    undone_by: User | None


def waiting(session: Session, user: User) -> list[Waiting]:
    """Return what somebody is to sign, and what they had signed and others took up, by its day."""
    return [*_waiting(session, user)]


def _waiting(session: Session, user: User) -> Iterator[Waiting]:
    signatures = selectinload(Committee.signatures).joinedload(CommitteeSignature.undone_by)
    query = select(Committee).where(Committee.state != CommitteeState.SIGNED)
    for committee in session.scalars(query.order_by(Committee.day).options(signatures)):
        mine = committee.signature_of(user)
        undone_by = mine.undone_by if mine else None
        if committee.awaits(user) or undone_by:
            yield Waiting(committee, undone_by)
