"""What the tables themselves hold, whatever the code above them does."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_round,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from webapp.ground.database import EVERYONE, NOBODY, Scope, set_scope
from webapp.models import (
    DecisionKind,
    Event,
    MatchingRound,
    Message,
    Party,
    Person,
    PhoneCode,
    RoundDecision,
    Side,
    Visit,
    VisitSession,
    VisitState,
)
from webapp.services.records import audit
from webapp.services.records.tokens import phone_digits
from webapp.services.visits import links


def test_the_database_refuses_more_people_than_beds(db: Session) -> None:
    slot = a_slot(db)
    slot.people_held = slot.beds + 1
    with pytest.raises(IntegrityError, match="never_overbooked"):
        db.flush()


def test_the_database_refuses_two_visits_of_one_party_that_share_a_day(db: Session) -> None:
    first = a_slot(db)
    second = a_slot(db, arrival=first.departure)
    party = a_party(db)
    a_visit(db, party, first)
    with pytest.raises(IntegrityError, match="party_one_at_a_time"):
        a_visit(db, party, second)


def test_a_declined_visit_leaves_its_days_free(db: Session) -> None:
    slot = a_slot(db)
    party = a_party(db)
    a_visit(db, party, slot, state=VisitState.DECLINED)
    assert a_visit(db, party, slot).holds


def test_the_database_refuses_two_open_slots_of_one_farm_on_the_same_night(db: Session) -> None:
    offer = an_offer(db, a_farm(db))
    first = a_slot(db, offer)
    with pytest.raises(IntegrityError, match="farm_one_at_a_time"):
        a_slot(db, offer, arrival=first.arrival + timedelta(days=1))


def test_a_slot_may_begin_on_the_day_another_ends(db: Session) -> None:
    offer = an_offer(db, a_farm(db))
    first = a_slot(db, offer)
    assert a_slot(db, offer, arrival=first.departure).id


def test_names_are_unreadable_without_the_key(db: Session) -> None:
    party = a_party(db)
    raw = db.scalar(
        text("SELECT first_name FROM persons WHERE party_id = :party"), {"party": party.id}
    )
    assert b"Nour" not in bytes(raw)
    assert party.persons[0].first_name == "Nour"


def test_without_a_scope_no_party_is_seen(db: Session) -> None:
    a_visit(db)
    set_scope(db, NOBODY)
    for table in (Party, Person, Visit):
        assert db.scalars(select(table)).all() == []


def test_an_association_sees_its_own_parties_only(db: Session) -> None:
    mine, other = an_organisation(db), an_organisation(db)
    party = a_party(db, mine)
    a_party(db, other)
    set_scope(db, Scope("organisation", mine.id))
    assert db.scalars(select(Party)).all() == [party]


def test_a_farm_sees_the_parties_of_its_own_visits_only(db: Session) -> None:
    visit = a_visit(db)
    a_visit(db)
    set_scope(db, Scope("farm", visit.farm_id))
    assert db.scalars(select(Party)).all() == [visit.party]


def test_an_association_sees_its_own_rounds_and_their_decisions_only(db: Session) -> None:
    mine = an_organisation(db)
    rounds = [a_round(db, mine), a_round(db, an_organisation(db))]
    over_all = a_round(db, created_by=a_caseworker(db))
    for each in (*rounds, over_all):
        party, slot = a_party(db, mine), a_slot(db)
        each.decisions.append(
            RoundDecision(
                party_id=party.id, slot_id=slot.id, kind=DecisionKind.PIN, by_id=each.created_by_id
            )
        )
    db.flush()
    set_scope(db, Scope("organisation", mine.id))
    assert db.scalars(select(MatchingRound.id)).all() == [rounds[0].id]
    assert db.scalars(select(RoundDecision.round_id)).all() == [rounds[0].id]
    set_scope(db, NOBODY)
    assert db.scalars(select(MatchingRound.id)).all() == []
    assert db.scalars(select(RoundDecision.id)).all() == []


def test_messages_codes_and_browsers_of_a_visit_are_seen_where_the_visit_is(db: Session) -> None:
    here, elsewhere = a_visit(db), a_visit(db)
    for visit in (here, elsewhere):
        code = links.send_code(db, visit, Side.PARTY)
        assert links.take_code(db, visit, Side.PARTY, phone_digits(code)).secret
    db.flush()
    whoever = {
        Scope("visit", here.id): {here.id},
        Scope("farm", here.farm_id): {here.id},
        Scope("organisation", here.organisation_id): {here.id},
        NOBODY: set(),
        EVERYONE: {here.id, elsewhere.id},
    }
    for scope, seen in whoever.items():
        set_scope(db, scope)
        for kind in (Message, PhoneCode, VisitSession):
            assert set(db.scalars(select(kind.visit_id))) == seen


def test_the_application_cannot_change_the_audit(db: Session) -> None:
    audit.record(db, "party.read", a_party(db))
    db.flush()
    with pytest.raises(ProgrammingError, match="permission denied"):
        db.execute(text("UPDATE events SET act = 'nothing'"))


def test_an_event_tells_who_did_what_to_which_row(db: Session) -> None:
    audit.set_actor(db, audit.Actor("user", 7))
    party = a_party(db)
    audit.record(db, "party.read", party, page="file")
    event = db.scalars(select(Event)).one()
    assert (event.actor, event.actor_id, event.act) == ("user", 7, "party.read")
    assert (event.subject, event.subject_id) == ("parties", party.id)
    assert event.organisation_id == party.organisation_id
