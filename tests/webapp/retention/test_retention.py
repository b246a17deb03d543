"""A file ends two years after the last contact, announced a month before; nothing is left then."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_coordinator,
    a_farm,
    a_farmer,
    a_help_call,
    a_party,
    a_person,
    a_photo,
    a_programme,
    a_round,
    a_slot,
    a_visit,
    an_incident,
    an_offer,
)
from tests.webapp.workshops.builders import a_seat, an_absence
from webapp.ground.database import Base
from webapp.models import (
    Contact,
    FarmState,
    MatchingRound,
    Message,
    Misfit,
    Party,
    PartyState,
    Role,
    SeatSide,
    User,
    Visit,
    VisitState,
)
from webapp.services.parties import merging
from webapp.services.records import contacts
from webapp.services.retention import due
from webapp.services.retention.anonymising import anonymise_parties
from webapp.services.retention.running import announce, make_anonymous
from webapp.services.workshops import absences, seats

ENROLLED = datetime(2027, 3, 1, 9, 30, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CANARY = "Zebrafinkje"
NUMBER = "+33639980101"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(ENROLLED, tick=False) as travelling:
        yield travelling


@pytest.fixture
def party(db: Session, clock: time_machine.Traveller) -> Party:
    a_programme(db)
    return a_party(db)


def in_days(clock: time_machine.Traveller, days: int, more: timedelta = timedelta()) -> None:
    clock.move_to(ENROLLED + timedelta(days=days) + more)


def test_a_file_ends_to_the_second(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    in_days(clock, 700, -SECOND)
    assert announce(db) == 0
    in_days(clock, 700)
    assert announce(db) == 1
    assert announce(db) == 0, "it is announced once"
    in_days(clock, 730, -SECOND)
    assert make_anonymous(db)["parties"] == 0
    in_days(clock, 730)
    assert make_anonymous(db)["parties"] == 1
    assert make_anonymous(db)["parties"] == 0
    assert party.anonymous_since is not None
    assert (party.state, party.outcome) == (PartyState.LEFT, "unknown")


def test_nothing_ends_unannounced(db: Session, party: Party, clock: time_machine.Traveller) -> None:
    in_days(clock, 1000)
    assert make_anonymous(db)["parties"] == 0
    announce(db)
    in_days(clock, 1030)
    assert make_anonymous(db)["parties"] == 1


def test_the_associations_caseworkers_are_written_to(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    theirs = a_caseworker(db, party.organisation)
    a_caseworker(db)
    in_days(clock, 700)
    announce(db)
    told = select(Message.user_id).where(Message.kind == "files-end-soon")
    assert db.scalars(told).all() == [theirs.id]


def test_the_coordinators_are_where_an_association_has_nobody(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    coordinator = a_coordinator(db)
    in_days(clock, 700)
    announce(db)
    told = select(Message.user_id).where(Message.kind == "files-end-soon")
    assert db.scalars(told).all() == [coordinator.id]


def a_contact(db: Session, party: Party, on: date) -> None:
    by = a_caseworker(db, party.organisation)
    db.add(Contact(party_id=party.id, kind="call", on=on, words=CANARY, by=by))
    db.flush()


def test_each_contact_keeps_a_file(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    in_days(clock, 700)
    announce(db)
    a_contact(db, party, ENROLLED.date() + timedelta(days=710))
    in_days(clock, 730)
    assert make_anonymous(db)["parties"] == 0
    in_days(clock, 1500)
    announce(db)
    in_days(clock, 1530)
    assert make_anonymous(db)["parties"] == 1


def test_a_visit_keeps_a_file_until_it_has_ended(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    visit = a_visit(db, party, a_slot(db, arrival=ENROLLED.date() + timedelta(days=40)))
    visit.party_answered_at = ENROLLED
    db.flush()
    [ending] = due.ending_parties(db, ENROLLED + timedelta(days=4000))
    assert ending.last_contact == datetime(2027, 4, 14, 22, tzinfo=UTC), "midnight in France"


def test_a_visit_that_was_called_off_does_not(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    a_visit(db, party, state=VisitState.CANCELLED, ended_at=ENROLLED, end_reason="left")
    [ending] = due.ending_parties(db, ENROLLED + timedelta(days=4000))
    assert ending.last_contact == ENROLLED


def test_an_open_incident_keeps_a_file(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    visit = a_visit(db, party, state=VisitState.CANCELLED, ended_at=ENROLLED)
    incident = an_incident(db, visit)
    in_days(clock, 700)
    assert announce(db) == 0
    incident.closed_at = ENROLLED
    db.flush()
    assert announce(db) == 1


def everything(db: Session) -> str:
    """All that any table says, opened, as one text."""
    db.flush()
    rows = [db.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    return "\n".join(str(row) for found in rows for row in found)


def filled(db: Session, party: Party) -> Visit:
    """Say something of these people wherever anything can be said of them."""
    party.notes = party.notice_reason = CANARY
    party.notice_days = 30
    party.needs, party.wishes = [CANARY], [CANARY]
    party.set_phone(NUMBER)
    party.persons = [a_person(first_name=CANARY, last_name=CANARY, languages=[CANARY])]
    a_contact(db, party, ENROLLED.date())
    visit = a_visit(db, party, state=VisitState.CANCELLED, ended_at=ENROLLED)
    visit.again_reason = visit.lift_reason = CANARY
    visit.farm_shown = visit.undo = {"it": CANARY}
    db.add(Misfit(visit_id=visit.id, rule="needs", since=ENROLLED, kept_reason=CANARY))
    a_help_call(db, visit, taken_note=CANARY, settled_note=CANARY, settled_at=ENROLLED)
    an_incident(db, visit, finding=CANARY, closed_at=ENROLLED)
    by, review = a_caseworker(db, party.organisation), an_absence(db, party.persons[0])
    absences.talk(db, review, by, ENROLLED.date(), "fr", CANARY)
    absences.mend(db, review, CANARY)
    seats.give_back(db, a_seat(db, person=party.persons[0]), SeatSide.STAFF, CANARY)
    a_round(db, party.organisation, problem=a_problem(party), asked={"problem": a_problem(party)})
    db.flush()
    return visit


def a_problem(party: Party) -> dict[str, Any]:
    told = {"id": f"p{party.id}", "men": 1, "home": [49.18286, -0.3712], "needs": [CANARY]}
    other = {"id": "p0", "men": 1, "home": [48.11111, -1.22222], "needs": ["step-free"]}
    return {"parties": [told | {"languages": [CANARY]}, other], "slots": []}


def test_nothing_is_left_of_them_in_any_table(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    filled(db, party)
    code, identity = party.code, party.persons[0].identity
    there = everything(db)
    assert there.count(CANARY) > 15
    [of_round] = db.scalars(select(MatchingRound))
    of_round.certificate = {"prices": []}
    assert NUMBER in there
    anonymise_parties(db, [party])
    left = everything(db)
    for told in (CANARY, NUMBER, f"'{code}'", str(identity), "49.18286", "-0.3712"):
        assert told not in left, told
    assert not absences.over(db, party.organisation_id, 9), "what was talked of is no more"
    assert "48.11111" in left, "of others everything stays"
    proof = db.execute(select(MatchingRound.certificate, MatchingRound.blanked_at)).one()
    assert proof == (None, ENROLLED), "nobody can check it"


def test_a_file_that_was_put_into_theirs_ends_with_it(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    other = a_party(db, party.organisation, notes=CANARY, persons=[a_person(first_name=CANARY)])
    merging.merge(db, party, other, {}, a_caseworker(db, party.organisation))
    anonymise_parties(db, [party])
    assert CANARY not in everything(db)
    assert other.anonymous_since == ENROLLED


def test_what_is_counted_stays(db: Session, party: Party, clock: time_machine.Traveller) -> None:
    visit = filled(db, party)
    anonymise_parties(db, [party])
    db.refresh(visit)
    assert (visit.people, visit.state) == (1, VisitState.CANCELLED)
    assert party.persons[0].birth_year == 1995
    assert party.code == f"A-{party.id}"
    assert party.anonymous_since == ENROLLED


def test_another_file_of_the_association_is_as_it_was(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    other = a_party(db, party.organisation, notes="Vient le mardi")
    a_contact(db, other, ENROLLED.date())
    anonymise_parties(db, [party])
    db.refresh(other)
    assert (other.notes, other.persons[0].first_name) == ("Vient le mardi", "Nour")
    assert db.scalar(select(Contact.party_id)) == other.id


def test_a_farm_that_left_ends_with_its_accounts(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    farm = a_farm(db, name=CANARY, state=FarmState.REMOVED, address=CANARY, host_names=CANARY)
    farm.presentation, farm.station, farm.photos = CANARY, CANARY, [a_photo(words=CANARY)]
    farm.phone = NUMBER
    an_offer(db, farm, title=CANARY, description=CANARY)
    a_farmer(db, farm, name=CANARY, email=f"{CANARY}@sillon.example")
    stays = a_farm(db, name="Ferme des Marais", state=FarmState.APPROVED)
    called, by, later = a_farm(db, state=FarmState.REMOVED), a_coordinator(db), timedelta(days=9)
    for each, on in ((farm, ENROLLED), (called, ENROLLED + later)):
        eve = on.date() - timedelta(days=1)
        contacts.log(db, each, by, kind="call", on=eve, words=each.name)
    in_days(clock, 730, -SECOND)
    assert make_anonymous(db)["farms"] == 0
    in_days(clock, 730)
    assert make_anonymous(db)["farms"] == 1
    left = everything(db)
    assert CANARY not in left
    assert NUMBER not in left
    assert (stays.anonymous_since, called.anonymous_since) == (None, None)


def test_a_closed_account_ends_too(
    db: Session, party: Party, clock: time_machine.Traveller
) -> None:
    gone = a_caseworker(db, name=CANARY, suspended_at=ENROLLED)
    stays = a_caseworker(db)
    in_days(clock, 730)
    assert make_anonymous(db)["users"] == 1
    assert CANARY not in everything(db)
    assert db.get_one(User, gone.id).email == f"u-{gone.id}@anonymous.invalid"
    assert db.get_one(User, stays.id).role is Role.CASEWORKER
