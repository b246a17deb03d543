"""Reading a file that is not one's own, in an emergency: said why, for an hour, and told."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from webapp.ground.clock import now
from webapp.ground.database import seeing_everyone
from webapp.ground.encryption import Cipher
from webapp.ground.errors import RuleBroken
from webapp.ground.telephones import read_number
from webapp.models import Party, Role, UrgentReading, User
from webapp.services.records import audit, outbox, staff
from webapp.services.visits import safeguarding

KIND = "file-read-urgently"


def open_file(session: Session, user: User, asked: str, reason: str) -> UrgentReading:
    """Open the file of a code or a telephone to somebody for an hour, and write to whom it belongs.

    Told are the caseworkers of its association and the coordinators, the reader aside. What is
    open to them already is given again, and nobody is written to.
    """
    party = find(session, user, asked, reason)
    with seeing_everyone(session):
        return _open_to(session, user, party) or _opened(
            session, user, party, safeguarding.written(reason)
        )


def find(session: Session, user: User, asked: str, reason: str) -> Party:
    """Return the file of a code or of a whole telephone number: the one it was merged into.

    Never by a name: several people bear one, and who types it would learn whether somebody is here.

    Raises
    ------
    RuleBroken
        No file, or several, have it, it is their own association's, or the reason says nothing.
    """
    number = read_number(asked)
    by = Party.code == asked.strip().upper()
    if number is not None:
        by = or_(by, Party.phone_fingerprint.in_(Cipher.fingerprints(number)))
    with seeing_everyone(session):
        query = select(Party).where(by, Party.anonymous_since.is_(None)).order_by(Party.id)
        found = {kept.id: kept for each in session.scalars(query) if (kept := _kept(session, each))}
    if not found:
        raise RuleBroken("file-unknown")
    if len(found) > 1:
        raise RuleBroken("file-not-one")
    [party] = found.values()
    if _is_own(user, party):
        raise RuleBroken("file-is-yours")
    safeguarding.written(reason)
    return party


def refusal(session: Session, user: User, asked: str, reason: str) -> RuleBroken | None:
    """Return the rule by which what is asked opens nothing, before an opening is counted."""
    try:
        find(session, user, asked, reason)
    except RuleBroken as rule:
        return rule
    return None


def _kept(session: Session, party: Party) -> Party | None:
    """Return the file that stands, where this one was put into another."""
    while party.merged_into_id is not None:
        party = session.get_one(Party, party.merged_into_id)
    return None if party.anonymous_since is not None else party


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


def open_already(session: Session, user: User, asked: str, reason: str) -> UrgentReading | None:
    """Return what is open already of what somebody asks for."""
    if refusal(session, user, asked, reason) is not None:
        return None
    with seeing_everyone(session):
        return _open_to(session, user, find(session, user, asked, reason))


def _open_to(session: Session, user: User, party: Party) -> UrgentReading | None:
    mine = UrgentReading.party_id == party.id, UrgentReading.user_id == user.id
    newest = select(UrgentReading).where(*mine, UrgentReading.until > now())
    return session.scalars(newest.order_by(UrgentReading.id.desc()).limit(1)).first()


def opened_to(session: Session, number: int, user: User) -> UrgentReading | None:
    """Return what was opened to this person, its hour over or not, while its file stands."""
    mine = UrgentReading.id == number, UrgentReading.user_id == user.id
    with seeing_everyone(session):
        whole = joinedload(UrgentReading.party)
        found = session.scalar(select(UrgentReading).where(*mine).options(whole))
    return found if found and not found.party.anonymous_since else None


def listed(session: Session, most: int = 200) -> list[UrgentReading]:
    """Return who read which file so, the newest first, as far as the reader may see of it.

    Whoever reads the list reads the names too, of whatever association: they may ask them why.
    """
    newest = select(UrgentReading.id).order_by(UrgentReading.id.desc()).limit(most)
    seen = session.scalars(newest).all()
    whole = (
        joinedload(UrgentReading.party),
        joinedload(UrgentReading.user).joinedload(User.organisation),
        joinedload(UrgentReading.seen_by),
    )
    query = select(UrgentReading).where(UrgentReading.id.in_(seen)).options(*whole)
    with seeing_everyone(session):
        return list(session.scalars(query.order_by(UrgentReading.id.desc())))


def may_review(user: User) -> ColumnElement[bool]:
    """Say which readings somebody looks at for their association: those of its files, by others."""
    own = UrgentReading.party.has(Party.organisation_id == user.organisation_id)
    return own & (UrgentReading.user_id != user.id)


def that_nobody_saw() -> Select[UrgentReading]:
    """Ask for the readings that nobody has looked at since, of whichever files."""
    return select(UrgentReading).where(UrgentReading.seen_at.is_(None))


def unseen(session: Session, user: User) -> list[int]:
    """Return the numbers of the readings that nobody of somebody's association has looked at."""
    waits = UrgentReading.seen_at.is_(None)
    return list(session.scalars(select(UrgentReading.id).where(may_review(user), waits)))


def see(session: Session, reading: UrgentReading, by: User) -> None:
    """Keep who of its association has looked at a reading, and when; the first stays."""
    session.refresh(reading, with_for_update={"of": UrgentReading})
    if reading.seen_at is None:
        reading.see(by)
        audit.record(session, "party.urgent-reading-seen", reading.party)
