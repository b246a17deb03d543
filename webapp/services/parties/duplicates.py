"""Files that may be of one person: somebody of the same name, somebody on the same number."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.ground.encryption import Cipher
from webapp.ground.names import same_words
from webapp.models import Party, Person
from webapp.services.parties.search import Search, find_parties, load_parties


def recorded_already(
    session: Session, organisation_id: int, names: Sequence[str], but: Person | None = None
) -> list[Party]:
    """Return an association's parties with a member of this name, however it is put.

    Parameters
    ----------
    but
        Who does not count: the person whose file is open.
    """
    wanted = same_words(*names)
    return [
        party
        for party in load_parties(session, find_parties(session, organisation_id, Search()))
        if any(
            same_words(person.first_name, person.last_name) == wanted
            for person in party.persons
            if person is not but
        )
    ]


def with_the_same_number(session: Session, party: Party) -> list[Party]:
    """Return the association's other parties that are reached on the number of this one."""
    if party.phone is None:
        return []
    same = (
        Party.organisation_id == party.organisation_id,
        Party.phone_fingerprint.in_(Cipher.fingerprints(party.phone)),
        Party.id != party.id,
    )
    return list(session.scalars(select(Party).where(*same).order_by(Party.id)))
