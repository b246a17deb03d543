"""Files that may be of one person: somebody of the same name, somebody on the same number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
        for party in load_parties(
            session, find_parties(session, organisation_id, Search()).numbers(session)
        )
        if any(
            same_words(person.first_name, person.last_name) == wanted
            for person in party.persons
            if person is not but
        )
    ]


@dataclass(frozen=True)
class KnownFiles:
    """The files of an association by what they are known again: names, and telephone numbers.

    Parameters
    ----------
    names
        The parties with a member of a name (`ground.names.same_words`).
    numbers
        The parties reached on a number, by its fingerprint under the first key.
    """

    names: Mapping[str, list[int]]
    numbers: Mapping[str, list[int]]


def index_of(session: Session, organisation_id: int) -> KnownFiles:
    """Return every file of an association, to look many people up in."""
    names, numbers = defaultdict(list), defaultdict(list)
    of_it = Party.organisation_id == organisation_id
    members = select(Person.party_id, Person.first_name, Person.last_name)
    for party, first, last in session.execute(members.join(Party).where(of_it)):
        names[same_words(first, last)].append(party)
    for party, number in session.execute(select(Party.id, Party.phone).where(of_it)):
        if number is not None:
            numbers[Cipher.fingerprint(number)].append(party)
    return KnownFiles(names, numbers)


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
