"""Files that may be of one person: somebody of the same name, somebody on the same number."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Final, TypeVar

from sqlalchemy import ARRAY, BigInteger, Select, and_, any_, literal, or_, select
from sqlalchemy.orm import Session

from webapp.ground.clock import today
from webapp.ground.encryption import Cipher
from webapp.ground.name_sounds import sounds_like
from webapp.ground.names import same_words
from webapp.models import Party, Person
from webapp.services.parties.search import BY_CODE, load_parties

LONGEST_LIFE: Final = 130
"""Years of birth so far back are looked up by name; whoever was born before them is read."""
ABOUT: Final = 1
"""Years by which the birth of one person may differ from file to file: many are not sure of it."""


class Likeness(IntEnum):
    """Why two people of two files may be one, the more likely the higher."""

    NAME_OF_ANOTHER_AGE = 1
    SOUND = 2
    """Names that sound alike, at about one age."""
    NAME = 3
    """The same name, however it is put, at about one age."""


@dataclass(frozen=True)
class Known:
    """Somebody by what tells whether they may be somebody else: first and last name, and age."""

    names: tuple[str, ...]
    born: int

    @cached_property
    def same(self) -> str:
        """The names in one spelling and order."""
        return same_words(*self.names)

    @cached_property
    def sound(self) -> str:
        """The names as they sound."""
        return sounds_like(*self.names)


def how_alike(one: Known, other: Known) -> Likeness | None:
    """Return why two may be one person, if they may: the one comparison there is."""
    is_of_the_age = abs(one.born - other.born) <= ABOUT
    if one.same == other.same:
        return Likeness.NAME if is_of_the_age else Likeness.NAME_OF_ANOTHER_AGE
    if is_of_the_age and one.sound and one.sound == other.sound:
        return Likeness.SOUND
    return None


def recorded_already(
    session: Session,
    organisation_id: int,
    names: Sequence[str],
    born: int,
    but: Person | None = None,
) -> list[Party]:
    """Return an association's parties with a member of this name, however it is put or written.

    Names are sealed: only of those who may be meant are they opened, and of nobody else.

    Parameters
    ----------
    born
        The year of birth: of somebody else of about this age, a name that only sounds alike counts.
    but
        Who does not count: the person whose file is open.
    """
    wanted = Known(tuple(names), born)
    members = _perhaps(names, born).where(
        Party.organisation_id == organisation_id,
        Party.anonymous_since.is_(None),
        Party.merged_into_id.is_(None),
        *([Person.id != but.id] if but else []),
    )
    found = dict.fromkeys(
        party
        for party, first, last, year in session.execute(members.order_by(*BY_CODE))
        if how_alike(Known((first, last), year), wanted)
    )
    return load_parties(session, list(found))


def _perhaps(names: Sequence[str], born: int) -> Select[int, str, str, int]:
    """Ask for the names of those who may have these, as far as the database can tell.

    They are about as old, or they are known by these names, born in whatever year; whoever is
    another than their name says is known by nothing, and may be anybody. The database knows by a
    former spelling of names whom the job of the night has not yet known again.
    """
    first, last = today().year - LONGEST_LIFE, today().year
    known = literal(Person.identities(names, range(first, last + 1)), ARRAY(BigInteger))
    may_be = or_(
        Person.birth_year.between(born - ABOUT, born + ABOUT),
        Person.identity == any_(known),
        Person.is_another,
        ~Person.birth_year.between(first, last),
    )
    members = select(Person.party_id, Person.first_name, Person.last_name, Person.birth_year)
    return members.join(Party, Party.id == Person.party_id).where(may_be)


Key = TypeVar("Key", str, tuple[str, int])
ENOUGH_ALIKE: Final = 10
"""So many parties are named of those known by one thing: thousands of a name would fill pages."""


@dataclass(frozen=True)
class KnownFiles:
    """The files of an association by what they are known again: names, and telephone numbers.

    Parameters
    ----------
    names
        The parties with a member of a name (`ground.names.same_words`).
    sounds
        The parties with a member whose name sounds so (`ground.name_sounds`), born in a year.
    numbers
        The parties reached on a number, by its fingerprint under the first key.
    """

    names: dict[str, list[int]]
    sounds: dict[tuple[str, int], list[int]]
    numbers: dict[str, list[int]]

    def like(self, name: Sequence[str], born: int | None, number: str) -> list[int]:
        """Return the parties that somebody may be in already: by name, sound and age, or number."""
        same, sound = _heard(*name)
        found = {*self.names.get(same, []), *self.numbers.get(number, [])}
        if sound and born is not None:
            for year in range(born - ABOUT, born + ABOUT + 1):
                found.update(self.sounds.get((sound, year), []))
        return sorted(found)

    def add(self, party: int, name: Sequence[str], born: int | None, number: str) -> None:
        """Know one more person."""
        same, sound = _heard(*name)
        if same:
            _know(self.names, same, party)
        if born is not None:
            _know(self.sounds, (sound, born), party)
        if number:
            _know(self.numbers, number, party)


@lru_cache(maxsize=64)
def _heard(*name: str) -> tuple[str, str]:
    """Return a name as it is the same in any order, and as it sounds; each is asked thrice."""
    return same_words(*name), sounds_like(*name)


def _know(known: dict[Key, list[int]], key: Key, party: int) -> None:
    """Keep a party under what it is known by; beyond the first few, more say nothing more."""
    under = known.setdefault(key, [])
    if len(under) < ENOUGH_ALIKE:
        under.append(party)


def index_of(session: Session, organisation_id: int) -> KnownFiles:
    """Return every file of an association, to look many people up in."""
    known = KnownFiles({}, {}, {})
    of_it = and_(Party.organisation_id == organisation_id, Party.merged_into_id.is_(None))
    members = select(Person.party_id, Person.first_name, Person.last_name, Person.birth_year)
    for party, first, last, born in session.execute(members.join(Party).where(of_it)):
        known.add(party, (first, last), born, "")
    for party, number in session.execute(select(Party.id, Party.phone).where(of_it)):
        if number is not None:
            _know(known.numbers, Cipher.fingerprint(number), party)
    return known


def with_the_same_number(session: Session, party: Party) -> list[Party]:
    """Return the association's other parties that are reached on the number of this one."""
    if party.phone is None:
        return []
    same = (
        Party.organisation_id == party.organisation_id,
        Party.phone_fingerprint.in_(Cipher.fingerprints(party.phone)),
        Party.id != party.id,
        Party.merged_into_id.is_(None),
    )
    return list(session.scalars(select(Party).where(*same).order_by(Party.id)))
