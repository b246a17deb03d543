"""Who belongs to a party: what is typed about a member is read back from a fresh session."""

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.builders import a_party
from tests.page import Page
from webapp.ground.database import EVERYONE, set_scope
from webapp.models import Person, User

AMINA = {
    "first_name": "Amina",
    "last_name": "Karimi",
    "sex": "woman",
    "birth_year": "1994",
    "languages": ["prs", "en"],
    "french": "A2",
}


def people_of(party_id: int, sessions: sessionmaker[Session]) -> list[Person]:
    """Return the members of a party as a session that has seen nothing reads them."""
    with sessions() as fresh:
        set_scope(fresh, EVERYONE)
        return list(fresh.scalars(select(Person).where(Person.party_id == party_id)))


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
