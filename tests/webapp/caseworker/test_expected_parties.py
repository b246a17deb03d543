"""What changes of a party that a farm expects, and what does not."""

from sqlalchemy.orm import Session

from tests.builders import a_party, a_visit
from tests.page import Page
from webapp.models import User

ZOHRA = {"first_name": "Zohra", "last_name": "Exemple", "sex": "woman", "birth_year": "1994"}


def test_who_travels_does_not_change_while_they_are_expected(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, children=1)
    visit = a_visit(db, party)
    people = f"/casework/parties/{party.id}/people"
    desk.visit(f"{people}/new").submit(ZOHRA, button="Add")
    assert "before you change who travels" in desk.text
    desk.visit(f"{people}/{party.persons[1].id}").submit(button="Take this person out")
    assert "before you change who travels" in desk.text
    assert len(party.persons) == visit.people == 2
