"""What a file holds already is never refused: a page about one thing asks for no other."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.builders import a_party, a_person
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import User


def test_a_number_is_changed_while_the_language_is_not_offered_yet(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, language="ln")
    desk.visit(f"/casework/parties/{party.id}/contact")
    assert "Lingala is not offered yet" in desk.text
    desk.submit({"phone": "06 12 34 56 78"}, button="Save")
    assert (party.phone, party.language) == ("+33612345678", "ln")


def test_a_name_is_corrected_while_the_title_has_ended(
    desk: Page, db: Session, caseworker: User
) -> None:
    over = today() - timedelta(days=3)
    party = a_party(db, caseworker.organisation, persons=[a_person(title_until=over)])
    [person] = party.persons
    desk.visit(f"/casework/parties/{party.id}/people/{person.id}")
    desk.submit({"first_name": "Noor"}, button="Save")
    assert (person.first_name, person.title_until) == ("Noor", over)


def test_a_title_that_has_ended_is_not_written_down(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation)
    [person] = party.persons
    desk.visit(f"/casework/parties/{party.id}/people/{person.id}")
    desk.submit({"title_until": str(today() - timedelta(days=3))}, button="Save")
    assert "This day is over" in desk.text
    assert person.title_until is None


def test_a_channel_is_changed_while_the_number_would_not_be_taken_today(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, number="+33899123456")
    desk.visit(f"/casework/parties/{party.id}/contact")
    desk.submit({"channel": "phone-call"}, button="Save")
    assert (party.phone, party.channel) == ("+33899123456", "phone-call")
    desk.visit(f"/casework/parties/{party.id}/contact")
    desk.submit({"phone": "08 99 65 43 21"}, button="Save")
    assert "Calls to this number cost extra" in desk.text


def test_where_a_party_lives_stays_where_it_is_when_only_its_reach_changes(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, latitude=49.2, longitude=-0.4)
    desk.visit(f"/casework/parties/{party.id}/home").submit({"reach_km": "40"}, button="Save")
    assert (party.reach_km, party.latitude, party.longitude) == (40, 49.2, -0.4)
