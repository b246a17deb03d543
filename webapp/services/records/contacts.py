"""The contact log of a file or a farm: calls, messages, meetings and notes, with who and when."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp.models import Contact, Farm, FarmContact, Party, User
from webapp.services.records import audit

About = Party | Farm
Entry = Contact | FarmContact


def log(session: Session, about: About, by: User, *, kind: str, on: date, words: str) -> Entry:
    """Write down a contact with a party or a farm, or a note.

    Parameters
    ----------
    on
        The day of the call, the message or the meeting.
    """
    said = {"by_id": by.id, "kind": kind, "on": on, "words": words.strip()}
    made: Entry = (
        Contact(party_id=about.id, **said)
        if isinstance(about, Party)
        else FarmContact(farm_id=about.id, **said)
    )
    session.add(made)
    session.flush()
    audit.record(session, f"{_word(about)}.contact-logged", about, kind=kind, day=on.isoformat())
    return made


def remove(session: Session, about: About, entry: Entry) -> None:
    """Take an entry out of the log, as when it says what is never stored."""
    session.delete(entry)
    audit.record(session, f"{_word(about)}.contact-removed", about, kind=entry.kind)


def of(session: Session, about: About, *, most: int | None = None) -> Sequence[Entry]:
    """Return the entries about a party or a farm, the newest day first."""
    if isinstance(about, Party):
        mine = select(Contact).where(Contact.party_id == about.id).options(joinedload(Contact.by))
        newest = mine.order_by(Contact.on.desc(), Contact.id.desc())
        return session.scalars(newest.limit(most)).all()
    theirs = select(FarmContact).where(FarmContact.farm_id == about.id)
    last = theirs.order_by(FarmContact.on.desc(), FarmContact.id.desc()).limit(most)
    return session.scalars(last.options(joinedload(FarmContact.by))).all()


def _word(about: About) -> str:
    return "party" if isinstance(about, Party) else "farm"
