"""A file's history: each fact from what it was to what it is, sealed, and gone with the file."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.builders import a_caseworker, a_farm, a_party, a_person
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.models import Contact, FileChange, User
from webapp.services.parties import companions, file_history
from webapp.services.records import contacts

TYPED: dict[str, tuple[dict[str, object], str]] = {
    "contact": ({"phone": "06 39 98 00 11", "channel": "phone-call"}, "Telephone 06 99 00 00 00"),
    "home": ({"reach_km": "90"}, "How far they can travel 250 km becomes 90 km"),
    "needs": ({"needs": "no-dogs"}, "Practical needs – becomes No dogs"),
    "wishes": ({"first": "bees"}, "Wishes, in order Sheep and goats becomes Bees"),
    "notice": (
        {"notice_days": "30", "notice_reason": "childcare"},
        "Must know before – becomes 30 days",
    ),
    "availability": (
        {"first_day": "2028-01-03", "last_day": "2028-01-09"},
        "Can be away added: Jan 3, 2028 to Jan 9, 2028",
    ),
    "people/{person}": ({"french": "B1"}, "Nour · French when speaking A few words becomes Holds"),
}


@pytest.mark.usefixtures("spring")
@pytest.mark.parametrize("topic", TYPED)
def test_each_change_says_what_was_there_before_and_is_after(
    desk: Page, db: Session, caseworker: User, topic: str
) -> None:
    party = a_party(db, caseworker.organisation)
    typed, told = TYPED[topic]
    at = topic.format(person=party.persons[0].id)
    address = f"/casework/parties/{party.id}/{at}"
    desk.visit(address).submit(typed, to=address)
    desk.visit(f"/casework/parties/{party.id}")
    assert told in desk.text
    assert f"· {caseworker.name}" in desk.text


def test_a_colleague_a_farm_and_companions_are_named_in_the_history(
    desk: Page, db: Session, caseworker: User
) -> None:
    party, other = (a_party(db, caseworker.organisation) for _ in range(2))
    farm = a_farm(db, name="Les Tilleuls")
    colleague = a_caseworker(db, caseworker.organisation, name="Nora Petit")
    for topic, typed in (
        ("referent", {"to": str(colleague.id)}),
        ("refusals", {"farm": str(farm.id)}),
        ("companions", {"other": str(other.id)}),
    ):
        desk.visit(f"/casework/parties/{party.id}/{topic}").submit(
            typed, to=f"/casework/parties/{party.id}/{topic}"
        )
    desk.visit(f"/casework/parties/{party.id}")
    for told in ("– becomes Nora Petit", "– becomes Les Tilleuls", f"– becomes {other.code}"):
        assert told in desk.text
    companions.separate(db, party)
    assert f"{party.code} becomes –" in desk.visit(f"/casework/parties/{other.id}").text


def test_what_a_fact_was_is_sealed_seen_by_its_association_alone_and_gone_with_the_file(
    db: Session, caseworker: User
) -> None:
    party = a_party(db, caseworker.organisation, persons=[a_person(first_name="Amina")])
    with file_history.recording(db, "people", party):
        party.persons[0].first_name = "Aminata"
    contacts.log(db, party, caseworker, kind="note", on=today(), words="Aminata calls back")
    db.flush()
    stored = db.execute(text("SELECT before, after FROM file_changes")).one()
    assert not any(b"Amina" in bytes(value) for value in stored)
    for whose, seen in ((party.organisation_id, 1), (party.organisation_id + 1, 0)):
        set_scope(db, Scope("organisation", whose))
        for kind in (FileChange, Contact):
            assert db.scalar(select(func.count()).select_from(kind)) == seen
    set_scope(db, Scope("everyone"))
    db.execute(text("DELETE FROM persons WHERE party_id = :id"), {"id": party.id})
    db.execute(text("DELETE FROM availabilities WHERE party_id = :id"), {"id": party.id})
    db.execute(text("DELETE FROM parties WHERE id = :id"), {"id": party.id})
    for kind in (FileChange, Contact):
        assert db.scalar(select(func.count()).select_from(kind)) == 0
