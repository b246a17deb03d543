"""The contact log of a file: calls, messages, meetings and notes, each with who and when."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from webapp.models import Contact, Party, User
from webapp.services.records import audit


def log(session: Session, party: Party, by: User, *, kind: str, on: date, words: str) -> Contact:
    """Write down a contact with a party, or a note.

    Parameters
    ----------
    on
        The day of the call, the message or the meeting.
    """
    contact = Contact(party_id=party.id, by_id=by.id, kind=kind, on=on, words=words.strip())
    session.add(contact)
    session.flush()
    audit.record(session, "party.contact-logged", party, kind=kind, day=on.isoformat())
    return contact


def remove(session: Session, party: Party, contact: Contact) -> None:
    """Take an entry out of the log, as when it says what is never stored."""
    session.delete(contact)
    audit.record(session, "party.contact-removed", party, kind=contact.kind)


def of_party(session: Session, party: Party, *, most: int | None = None) -> list[Contact]:
    """Return the entries of a file, the newest day first."""
    query = select(Contact).where(Contact.party_id == party.id).options(joinedload(Contact.by))
    return list(session.scalars(query.order_by(Contact.on.desc(), Contact.id.desc()).limit(most)))
