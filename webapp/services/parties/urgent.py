"""Reading a file that is not one's own, in an emergency: said why, for an hour, and told."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.database import seeing_everyone
from webapp.ground.errors import RuleBroken
from webapp.models import Party, Role, UrgentReading, User
from webapp.services.records import audit, outbox, staff
from webapp.services.visits import safeguarding

KIND = "file-read-urgently"


def open_file(session: Session, user: User, code: str, reason: str) -> UrgentReading:
    """Open the file of a code to somebody for an hour, and write to whom it belongs.

    Told are the caseworkers of its association and the coordinators, the reader aside.
    """
    said = safeguarding.written(reason)
    with seeing_everyone(session):
        known = Party.code == code.strip().upper(), Party.anonymous_since.is_(None)
        party = session.scalar(select(Party).where(*known))
        opened = _opened(session, user, party, said) if party and not _is_own(user, party) else None
    if party is None:
        raise RuleBroken("file-unknown")
    if opened is None:
        raise RuleBroken("file-is-yours")
    return opened


def _is_own(user: User, party: Party) -> bool:
    return user.role is Role.CASEWORKER and user.organisation_id == party.organisation_id


def _opened(session: Session, user: User, party: Party, reason: str) -> UrgentReading:
    opened = UrgentReading(party=party, user=user, reason=reason)
    session.add(opened)
    audit.record(session, "party.opened-urgently", party)
    told = staff.caseworkers(session, party.organisation_id) + staff.coordinators(session)
    for each in told:
        if each.id != user.id:
            key = f"{KIND}-{opened.id}-{each.id}"
            outbox.write_to_user(session, each, KIND, key=key)
    return opened


def still_open(session: Session, number: int, user: User) -> UrgentReading | None:
    """Return what was opened to this person and may be read still."""
    mine = UrgentReading.id == number, UrgentReading.user_id == user.id
    with seeing_everyone(session):
        whole = joinedload(UrgentReading.party)
        found = session.scalar(select(UrgentReading).where(*mine).options(whole))
    return found if found and found.is_open and not found.party.anonymous_since else None


def listed(session: Session, most: int = 200) -> list[UrgentReading]:
    """Return who read which file so, the newest first, as far as the reader may see of it.

    Whoever reads the list reads the names too, of whatever association: they may ask them why.
    """
    newest = select(UrgentReading.id).order_by(UrgentReading.id.desc()).limit(most)
    seen = session.scalars(newest).all()
    whole = joinedload(UrgentReading.party), joinedload(UrgentReading.user)
    query = select(UrgentReading).where(UrgentReading.id.in_(seen)).options(*whole)
    with seeing_everyone(session):
        return list(session.scalars(query.order_by(UrgentReading.id.desc())))
