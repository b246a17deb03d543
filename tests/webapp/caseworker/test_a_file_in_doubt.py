"""What a file asks or tells when something looks like a slip of the hand."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import a_farm, a_party, a_person, a_slot, a_visit, an_offer
from tests.page import Page
from webapp.ground.clock import today
from webapp.models import Availability, Party, Refusal, Side, User

AMINA = {
    "first_name": "amina",
    "last_name": "EXEMPLE",
    "sex": "woman",
    "birth_year": "1994",
    "commune": "Carentan-les-Marais",
}


def files(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Party)) or 0


def in_days(number: int) -> str:
    return (today() + timedelta(days=number)).isoformat()


@pytest.mark.parametrize("names", [("Amina", "Exemple"), ("Exemple", "Amina")])
def test_someone_of_the_same_name_is_shown_before_a_second_file_is_made(
    desk: Page, db: Session, caseworker: User, names: tuple[str, str]
) -> None:
    person = a_person(first_name=names[0], last_name=names[1])
    party = a_party(db, caseworker.organisation, persons=[person])
    desk.visit("/casework/parties/new").submit(AMINA, button="Record")
    assert "Someone of this name, or of one that sounds like it, is recorded already" in desk.text
    assert party.code in desk.text
    assert files(db) == 1
    desk.submit(button="Record")
    assert files(db) == 1
    desk.submit({"is_another": "y"}, button="Record")
    assert files(db) == 2


@pytest.mark.parametrize(("born", "is_asked"), [(1995, True), (1980, False)])
def test_a_name_that_sounds_alike_in_another_script_is_asked_about_at_about_one_age(
    desk: Page, db: Session, caseworker: User, born: int, is_asked: bool
) -> None:
    person = a_person(first_name="محمد", last_name="کریمی", birth_year=born)
    party = a_party(db, caseworker.organisation, persons=[person])
    typed = {**AMINA, "first_name": "Mohamed", "last_name": "Karimi", "sex": "man"}
    desk.visit("/casework/parties/new").submit(typed, button="Record")
    assert (party.code in desk.text, files(db)) == (is_asked, 1 if is_asked else 2)


@pytest.mark.parametrize("topic", ["new", "other"])
def test_someone_of_another_file_is_named_before_they_are_added_or_renamed(
    desk: Page, db: Session, caseworker: User, topic: str
) -> None:
    known = a_party(db, caseworker.organisation, persons=[a_person(first_name="Amina")])
    party = a_party(db, caseworker.organisation, persons=[a_person(first_name="Zohra")])
    numbers = {"new": "new", "other": str(party.persons[0].id)}
    typed = {key: value for key, value in AMINA.items() if key != "commune"}
    button = {"new": "Add", "other": "Save"}[topic]
    desk.visit(f"/casework/parties/{party.id}/people/{numbers[topic]}")
    desk.submit({**typed, "is_another": None}, button=button)
    assert "Someone of this name, or of one that sounds like it, is recorded already" in desk.text
    assert known.code in desk.text
    assert [person.first_name for person in party.persons] == ["Zohra"]
    desk.submit({"is_another": "y"}, button=button)
    assert "amina" in [person.first_name for person in party.persons]


def test_a_person_with_one_name_needs_no_other(desk: Page, db: Session) -> None:
    desk.visit("/casework/parties/new").submit({**AMINA, "last_name": ""}, button="Record")
    [party] = db.scalars(select(Party))
    assert party.names == "amina"


def test_nobody_of_another_association_is_shown_for_a_name(desk: Page, db: Session) -> None:
    a_party(db, persons=[a_person(first_name="Amina")])
    desk.visit("/casework/parties/new").submit(AMINA, button="Record")
    assert files(db) == 2


def test_a_number_that_another_file_has_is_told(desk: Page, db: Session, caseworker: User) -> None:
    other = a_party(db, caseworker.organisation, number="+33612345678")
    a_party(db, number="+33612345678", code="P-999")
    party = a_party(db, caseworker.organisation)
    contact = f"/casework/parties/{party.id}/contact"
    desk.visit(contact).submit({"phone": "06 12 34 56 78"}, button="Save")
    assert f"This number is also that of {other.code}." in desk.text
    desk.visit(contact).submit({"phone": "06 12 34 56 79"}, button="Save")
    assert "also that of" not in desk.text


def test_days_that_touch_become_one_period(desk: Page, db: Session, caseworker: User) -> None:
    days = [(10, 20), (40, 50), (60, 70)]
    spans = [
        Availability(first_day=today() + timedelta(days=a), last_day=today() + timedelta(days=b))
        for a, b in days
    ]
    party = a_party(db, caseworker.organisation, availabilities=spans)
    desk.visit(f"/casework/parties/{party.id}/availability")
    new = {"first_day": in_days(15), "last_day": in_days(39)}
    desk.submit(new, button="Add these days")
    found = sorted((each.first_day, each.last_day) for each in party.availabilities)
    assert [(a.isoformat(), b.isoformat()) for a, b in found] == [
        (in_days(10), in_days(50)),
        (in_days(60), in_days(70)),
    ]


def test_a_year_too_far_ahead_is_said_to_be(desk: Page, db: Session, caseworker: User) -> None:
    party = a_party(db, caseworker.organisation)
    desk.visit(f"/casework/parties/{party.id}/availability")
    desk.submit({"first_day": in_days(3), "last_day": "2999-01-01"}, button="Add these days")
    assert "This day is too far ahead" in desk.text
    assert "Enter the last day" not in desk.text


def test_two_farms_of_one_name_are_told_apart_by_their_commune(
    desk: Page, db: Session, caseworker: User
) -> None:
    near = a_farm(db, name="La Ferme des Saules")
    far = a_farm(db, name="La Ferme des Saules", commune="14118")
    refusals = [Refusal(farm_id=near.id, side=Side.PARTY)]
    party = a_party(db, caseworker.organisation, refusals=refusals)
    desk.visit(f"/casework/parties/{party.id}/refusals")
    assert "La Ferme des Saules, Carentan-les-Marais by the wish of these people" in desk.text
    assert [each.text for each in desk.soup.select("option") if each["value"] == str(far.id)] == [
        "La Ferme des Saules, Caen"
    ]
    assert "Saules, Carentan-les-Marais" in desk.visit(f"/casework/parties/{party.id}").text


def test_a_file_tells_the_language_that_its_messages_are_really_in(
    desk: Page, db: Session, caseworker: User
) -> None:
    party = a_party(
        db, caseworker.organisation, language="ln", persons=[a_person(languages=["ln"])]
    )
    desk.visit(f"/casework/parties/{party.id}")
    assert "French (Lingala is not offered yet)" in desk.text


def test_a_file_lists_its_visits(desk: Page, db: Session, caseworker: User) -> None:
    party = a_party(db, caseworker.organisation)
    assert "No visit yet" in desk.visit(f"/casework/parties/{party.id}").text
    visit = a_visit(db, party, a_slot(db, an_offer(db, a_farm(db, name="La Ferme des Saules"))))
    desk.visit(f"/casework/parties/{party.id}").follow("La Ferme des Saules")
    assert desk.path == f"/casework/visits/{visit.id}"


def test_leaving_the_page_that_cancels_keeps_the_visit(
    desk: Page, db: Session, caseworker: User
) -> None:
    visit = a_visit(db, a_party(db, caseworker.organisation))
    desk.visit(f"/casework/visits/{visit.id}/cancellation").follow("Keep the visit")
    assert desk.path == f"/casework/visits/{visit.id}"
