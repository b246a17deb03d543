"""Who accompanies whom: the caseworker of a file, and handing files over."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.errors import RuleBroken
from webapp.models import Party, PartyState, User
from webapp.services.records import audit


def colleagues(session: Session, organisation_id: int) -> list[User]:
    """Return the caseworkers of an association who can sign in, by name."""
    query = (
        select(User)
        .where(User.organisation_id == organisation_id, User.suspended_at.is_(None))
        .order_by(User.name, User.id)
    )
    return list(session.scalars(query))


def referents(session: Session, organisation_id: int) -> list[User]:
    """Return who accompanies a file of an association, or could, by name."""
    accompany = select(Party.referent_id).where(Party.organisation_id == organisation_id)
    query = select(User).where(
        User.organisation_id == organisation_id,
        User.suspended_at.is_(None) | User.id.in_(accompany),
    )
    return list(session.scalars(query.order_by(User.name, User.id)))


def entrust(session: Session, party: Party, to: User) -> None:
    """Give a file to a caseworker of its association."""
    if to.organisation_id != party.organisation_id or to.suspended_at is not None:
        raise RuleBroken("no-colleague")
    before, party.referent_id = party.referent_id, to.id
    session.flush()
    if before != to.id:
        audit.record(session, "party.entrusted", party, before=before, to=to.id)


def hand_over(session: Session, organisation_id: int, before: int | None, to: User) -> int:
    """Give every file that one caseworker accompanies, or nobody does, to another; count them.

    Files of people who have left stay as they are.
    """
    files = select(Party).where(
        Party.organisation_id == organisation_id,
        Party.referent_id == before if before else Party.referent_id.is_(None),
        Party.state != PartyState.LEFT,
    )
    handed = session.scalars(files.order_by(Party.id).with_for_update(of=Party)).all()
    for party in handed:
        entrust(session, party, to)
    return len(handed)
