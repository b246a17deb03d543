"""Who is recorded already: found as if every name were opened, and few of them are."""

from itertools import product

import pytest
from sqlalchemy.orm import Session

from tests.builders import a_party, a_person
from tests.keys import DATA_KEY
from webapp.ground.encryption import Cipher
from webapp.ground.name_sounds import sounds_like
from webapp.ground.names import same_words
from webapp.models import Party, Person, User
from webapp.services.parties.duplicates import ABOUT, recorded_already

NAMES = (
    ("Mohamed", "Karimi"), ("Karimi", "Mohamed"), ("محمد", "کریمی"), ("Muhammad Karimi", ""),
    ("Al Hassan", "Bo"), ("bo", "alhassan"), ("Bo", ""),
)  # fmt: skip
LONG_AGO = 1880
YEARS = (LONG_AGO, 1960, 1994, 1995, 1997)


@pytest.fixture
def everybody(db: Session, caseworker: User) -> list[Party]:
    """Each name in each year, two in a file; a fifth of them are others than their names say."""
    people = [
        a_person(
            first_name=first, last_name=last, birth_year=year, is_another=at % 5 == at // 5 % 5
        )
        for at, ((first, last), year) in enumerate(product(NAMES, YEARS))
    ]
    pairs = [people[at : at + 2] for at in range(0, len(people), 2)]
    return [a_party(db, caseworker.organisation, persons=pair) for pair in pairs]


def is_like(person: Person, names: tuple[str, str], born: int) -> bool:
    """Whether a person has these names, or was born about then and is called much alike."""
    theirs, sound = (person.first_name, person.last_name), sounds_like(*names)
    of_the_age = abs(person.birth_year - born) <= ABOUT
    return same_words(*theirs) == same_words(*names) or (
        of_the_age and sound != "" and sounds_like(*theirs) == sound
    )


def test_whoever_is_recorded_is_found_as_by_opening_every_name(
    db: Session, everybody: list[Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, me = everybody[0].organisation_id, everybody[0].persons[0]
    for names, born in product(NAMES, YEARS[:3]):
        like = [p for p in everybody if any(is_like(each, names, born) for each in p.persons)]
        assert recorded_already(db, home, names, born) == like, (names, born)
    me.birth_year, everybody[0].persons[1].last_name = 1994, "Other"
    db.flush()
    for but in (None, me):
        found = recorded_already(db, home, ("Mohamed", "Karimi"), 1994, but)
        assert (everybody[0] in found) is (but is None)
    monkeypatch.setattr(Cipher, "_keys", Cipher._keys)
    Cipher.use("a key of which nobody is known yet", DATA_KEY)
    assert len(recorded_already(db, home, ("Mohamed", "Karimi"), 1950)) > 1


def test_no_names_are_opened_of_those_who_cannot_be_meant(
    db: Session, everybody: list[Party], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [person for party in everybody for person in party.persons]
    perhaps = {each.id for each in people if each.is_another or each.birth_year in (LONG_AGO, 1960)}
    opened, really = set[int | None](), Cipher.open

    def seen(sealed: bytes, place: str, row: int | None = None) -> str:
        opened.add(row)
        return really(sealed, place, row)

    monkeypatch.setattr(Cipher, "open", seen)
    assert recorded_already(db, everybody[0].organisation_id, ("Zohra", "Nobody"), 1960) == []
    assert opened == perhaps < {each.id for each in people}
