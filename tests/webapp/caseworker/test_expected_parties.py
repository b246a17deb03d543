"""What changes of a party that a farm expects, and what does not."""

from sqlalchemy.orm import Session

from tests.builders import a_party, a_slot, a_visit
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import PartyState, Side, User, VisitState

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


def test_a_party_that_leaves_is_no_longer_expected(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    visit = a_visit(db, party, state=VisitState.CONFIRMED)
    desk.visit(f"/casework/parties/{party.id}/departure")
    assert "1 visit is still planned" in desk.text
    desk.submit({"outcome": "unknown"}, button="Record the departure")
    assert (party.state, visit.state) == (PartyState.LEFT, VisitState.CANCELLED)
    assert (visit.ended_by, visit.slot.people_held) == (Side.PARTY, 0)


def test_nobody_leaves_the_programme_while_on_a_visit(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    visit = a_visit(db, party, a_slot(db, arrival=today()), state=VisitState.UNDER_WAY)
    desk.visit(f"/casework/parties/{party.id}/departure")
    desk.submit({"outcome": "unknown"}, button="Record the departure")
    assert "record its end before they leave" in desk.text
    assert (party.state, visit.state) == (PartyState.READY, VisitState.UNDER_WAY)
