"""One person is on one visit at a time, whichever party, association or transaction has them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from tests.databases import Database
from tests.page import Page
from webapp.ground.clock import today
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Organisation, Party, Person, Slot, Visit
from webapp.services.parties import identities
from webapp.services.visits import places, proposing


def amina(**given: object) -> Person:
    names = {"first_name": "Amina", "last_name": "Al-Hassan", "birth_year": 1994, "sex": "woman"}
    return a_person(**{**names, "is_another": False, **given})


def party_of(db: Session, *persons: Person, organisation: Organisation | None = None) -> Party:
    return a_party(db, organisation, persons=list(persons))


def slot_in(db: Session, days: int) -> Slot:
    return a_slot(db, an_offer(db, a_farm(db)), today() + timedelta(days=days))


def propose(db: Session, party: Party, slot: Slot) -> Visit:
    return proposing.propose(
        db, party=party, slot=slot, round=None, answer_by=today() + timedelta(days=3)
    )


@pytest.fixture
def away(db: Session) -> Visit:
    """Amina is proposed a stay from the thirtieth day on."""
    a_programme(db)
    return a_visit(db, party_of(db, amina()), slot_in(db, 30))


@pytest.mark.parametrize(
    ("again", "days"),
    [
        ({}, 30),
        ({}, 34),
        ({"first_name": "alhassan", "last_name": "AMINA"}, 27),
        ({"first_name": "Amina Al", "last_name": "Hassan"}, 30),
    ],
)
def test_nobody_is_proposed_a_second_stay_on_the_same_days(
    db: Session, away: Visit, again: dict[str, str], days: int
) -> None:
    party = party_of(db, amina(**again), a_person())
    with pytest.raises(RuleBroken) as broken:
        propose(db, party, slot_in(db, days))
    assert broken.value.code == "person-is-taken"


@pytest.mark.parametrize(
    ("again", "days"),
    [
        ({}, 35),
        ({"birth_year": 1995}, 30),
        ({"first_name": "Amine"}, 30),
        ({"is_another": True}, 30),
    ],
)
def test_other_days_and_other_people_are_free(
    db: Session, away: Visit, again: dict[str, object], days: int
) -> None:
    assert propose(db, party_of(db, amina(**again)), slot_in(db, days)).holds


def test_the_days_are_free_again_when_the_visit_has_ended(db: Session, away: Visit) -> None:
    away.expire()
    assert propose(db, party_of(db, amina()), slot_in(db, 30)).holds


def test_two_files_of_one_person_are_not_proposed_in_one_round(db: Session) -> None:
    one, other = party_of(db, amina()), party_of(db, amina())
    first, second = slot_in(db, 30), slot_in(db, 32)
    with pytest.raises(RuleBroken) as broken:
        places.check(db, other, second, lift_reason=None, beside=[(one, first)])
    assert broken.value.code == "person-is-taken"
    places.check(db, other, slot_in(db, 40), lift_reason=None, beside=[(one, first)])


def test_the_database_refuses_it_without_any_rule(db: Session, away: Visit) -> None:
    with pytest.raises(IntegrityError, match="one_place_at_a_time"), db.begin_nested():
        a_visit(db, party_of(db, amina()), slot_in(db, 31))


def test_the_database_refuses_a_name_that_makes_one_person_of_two(db: Session, away: Visit) -> None:
    zohra = amina(first_name="Zohra")
    a_visit(db, party_of(db, zohra), slot_in(db, 30))
    with pytest.raises(IntegrityError, match="one_place_at_a_time"), db.begin_nested():
        zohra.first_name = "Amina"


def test_the_database_lets_nobody_write_who_is_where(db: Session, away: Visit) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), db.begin_nested():
        db.execute(text("DELETE FROM person_stays"))


def test_whoever_is_already_said_to_be_another_stays_so(db: Session) -> None:
    person = amina(is_another=True)
    party_of(db, person)
    drawn = person.identity
    person.first_name = "Zohra"
    db.flush()
    assert person.identity == drawn
    person.is_another = False
    db.flush()
    assert person.identity != drawn


def test_who_was_recorded_before_is_known_again(db: Session) -> None:
    person = amina()
    party_of(db, person)
    known_by = person.identity
    db.execute(text("UPDATE persons SET identity = 7"))
    db.expire_all()
    assert identities.know_all_again(db) == []
    assert person.identity == known_by


def test_who_was_on_two_visits_before_is_told_and_keeps_both(db: Session, away: Visit) -> None:
    twice = amina(is_another=True)
    visit = a_visit(db, party_of(db, twice), slot_in(db, 30))
    db.execute(text("UPDATE persons SET is_another = false"))
    db.expire_all()
    assert identities.know_all_again(db) == [twice.id]
    assert visit.holds


@pytest.fixture
def two_sessions(fresh_database: Database) -> Iterator[tuple[Session, Session]]:
    engine = make_engine(fresh_database.url)
    with Session(engine) as one, Session(engine) as other:
        for session in (one, other):
            set_scope(session, EVERYONE)
        yield one, other
    engine.dispose()


def test_of_two_who_propose_at_once_one_wins(two_sessions: tuple[Session, Session]) -> None:
    """Both have checked before either has written: only the database can tell."""
    one, other = two_sessions
    a_programme(one)
    parties = [party_of(one, amina(), organisation=an_organisation(one)) for _ in range(2)]
    slots = [slot_in(one, 30), slot_in(one, 32)]
    one.commit()
    ids = [(party.id, slot.id) for party, slot in zip(parties, slots, strict=True)]
    pairs = [
        (session, session.get_one(Party, party), session.get_one(Slot, slot))
        for session, (party, slot) in zip((one, other), ids, strict=True)
    ]
    for session, party, slot in pairs:
        places.check(session, party, slot, lift_reason=None)
    propose(*pairs[0])
    one.commit()
    with pytest.raises(IntegrityError, match="one_place_at_a_time"):
        a_visit(other, pairs[1][1], pairs[1][2])


def test_a_caseworker_reads_what_to_do_for_another_of_the_same_name(
    page: Page, db: Session, away: Visit
) -> None:
    caseworker = a_caseworker(db, language="en")
    zohra = amina(first_name="Zohra")
    party = party_of(db, zohra, organisation=caseworker.organisation)
    a_visit(db, party, slot_in(db, 30))
    desk = page.sign_in(caseworker)
    desk.visit(f"/casework/parties/{party.id}/people/{zohra.id}")
    desk.submit({"first_name": "Amina"}, button="Save")
    assert "is expected elsewhere on these days" in desk.text
    desk.submit({"is_another": "y"}, button="Save")
    assert (zohra.first_name, zohra.is_another) == ("Amina", True)
