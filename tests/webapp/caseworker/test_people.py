"""Who belongs to a party: what is typed about a member is read back from a fresh session."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_party, a_person
from tests.page import Page
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import PartyState, Person, User
from webapp.services.parties import duplicates

AMINA = {
    "first_name": "Amina",
    "last_name": "Karimi",
    "sex": "woman",
    "birth_year": "1994",
    "languages": ["prs", "en"],
    "french": "A2",
}


@pytest.fixture
def autumn() -> Iterator[None]:
    """28 November 2026: some of those born in 2008 are eighteen, some are not."""
    with time_machine.travel(datetime(2026, 11, 28, 9, 0, tzinfo=UTC), tick=True):
        yield


def people_of(party_id: int, sessions: sessionmaker[Session]) -> list[Person]:
    """Return the members of a party as a session that has seen nothing reads them."""
    with sessions() as fresh:
        set_scope(fresh, EVERYONE)
        members = select(Person).where(Person.party_id == party_id)
        return list(fresh.scalars(members.order_by(Person.id)))


def test_a_member_who_is_added_is_kept(
    desk: Page, db: Session, caseworker: User, sessions: sessionmaker[Session]
) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/people/new").submit(AMINA, button="Add")
    assert "Amina" in desk.text
    amina = people_of(party.id, sessions)[-1]
    assert (amina.first_name, amina.last_name, amina.birth_year) == ("Amina", "Karimi", 1994)
    assert set(amina.languages) == {"prs", "en"}


def test_a_couple_is_two_people_for_the_next_round(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/people/new").submit(AMINA, button="Add")
    assert party.people == 2


@pytest.mark.usefixtures("autumn")
def test_someone_of_eighteen_takes_part_as_soon_as_a_caseworker_says_so(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, persons=[a_person(birth_year=2008)])
    party.state = PartyState.ENROLLED
    desk.visit(f"/casework/parties/{party.id}")
    assert "not known to be eighteen yet" in desk.text
    desk.follow("Whether the youngest adult is eighteen already")
    desk.submit({"is_of_age": "y"}, button="Save")
    desk.visit(f"/casework/parties/{party.id}").submit(button="Ready to take part")
    assert party.state is PartyState.READY


@pytest.mark.usefixtures("autumn")
def test_nobody_is_called_eighteen_against_the_year_of_birth(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    child = {**AMINA, "birth_year": "2009", "is_of_age": "y"}
    desk.visit(f"/casework/parties/{party.id}/people/new").submit(child, button="Add")
    assert "Nobody born in this year is eighteen yet" in desk.text
    assert party.people == 1


def test_what_is_no_year_of_birth_is_answered_with_an_example_of_one(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/people/new")
    desk.submit({**AMINA, "birth_year": "32/13/1990"}, button="Add")
    assert "Enter a year of birth, such as 1994" in desk.text


def test_of_thousands_who_look_alike_the_first_few_are_named() -> None:
    known = duplicates.KnownFiles({}, {}, {})
    for party in range(1000):
        known.add(party, ("Fatima", "Bennani"), 1990, "number")
    first = list(range(duplicates.ENOUGH_ALIKE))
    assert known.like(("Fatima", "Bennani"), None, "") == first
    assert known.like(("Fatema", "Benany"), 1991, "") == first
    assert known.like(("Nour", "Haddad"), 1990, "number") == first
    assert known.like(("Fatema", "Benany"), 1993, "") == []
