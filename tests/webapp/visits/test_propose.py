"""A place is given under lock, to who may have it, and both sides are told once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_coordinator,
    a_farm,
    a_party,
    a_person,
    a_programme,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.ground.errors import RuleBroken
from webapp.models import Companions, Event, Message, Party, Refusal, Side, Slot, Visit, VisitState
from webapp.services.visits import proposing
from webapp.services.visits.safeguarding import needs_lift

Arrange = Callable[[Session, Party, Slot], object]


def propose(db: Session, party: Party, slot: Slot, lift_reason: str | None = None) -> Visit:
    return proposing.propose(
        db,
        party=party,
        slot=slot,
        round=None,
        answer_by=today() + timedelta(days=5),
        lift_reason=lift_reason,
    )


def test_a_proposal_holds_its_beds_and_its_days(db: Session) -> None:
    slot = a_slot(db)
    visit = propose(db, a_party(db, children=1), slot)
    assert (visit.state, slot.people_held, slot.beds_free) == (VisitState.PROPOSED, 2, 0)
    assert (visit.arrival, visit.departure) == (slot.arrival, slot.departure)


def test_both_sides_are_told_and_the_act_is_kept(db: Session) -> None:
    visit = propose(db, a_party(db, language="ar"), a_slot(db))
    messages = db.scalars(select(Message).where(Message.visit_id == visit.id)).all()
    assert {(m.side, m.kind, m.language) for m in messages} == {
        (Side.PARTY, "visit-proposed", "ar"),
        (Side.FARM, "visit-proposed", "fr"),
    }
    assert db.scalars(select(Event.act).where(Event.subject_id == visit.id)).all() == [
        "visit.proposed"
    ]


def busy_elsewhere(db: Session, party: Party, slot: Slot) -> object:
    return a_visit(db, party, a_slot(db, arrival=slot.departure))


def fill_the_month(db: Session, slot: Slot) -> None:
    slot.farm.month_limit = 1
    a_visit(db, a_party(db), slot)


CHANGES: dict[str, Arrange] = {
    "slot-not-open": lambda _db, _party, slot: slot.withdraw(),
    "offer-not-open": lambda _db, _party, slot: slot.offer.pause(None),
    "farm-is-stopped": lambda db, _party, slot: slot.farm.suspend(a_coordinator(db), "An incident"),
    "party-not-taking-part": lambda _db, party, _slot: party.pause(),
    "party-is-taken": busy_elsewhere,
    "pair-refused": lambda db, party, slot: db.add(
        Refusal(party_id=party.id, farm_id=slot.farm_id, side=Side.PARTY)
    ),
    "month-is-full": lambda db, _party, slot: fill_the_month(db, slot),
    "season-is-full": lambda _db, _party, slot: setattr(slot.farm, "season_limit", 0),
    "slot-is-full": lambda db, _party, slot: a_visit(db, a_party(db, children=1), slot),
}


@pytest.mark.parametrize("code", CHANGES)
def test_what_changed_in_the_meantime_is_named(db: Session, code: str) -> None:
    party, slot = a_party(db), a_slot(db)
    CHANGES[code](db, party, slot)
    db.flush()
    with pytest.raises(RuleBroken) as refused:
        propose(db, party, slot)
    assert refused.value.code == code


def test_a_farm_must_be_approved_until_the_last_day(db: Session) -> None:
    slot = a_slot(db)
    slot.farm.approved_until = slot.departure - timedelta(days=1)
    with pytest.raises(RuleBroken, match="farm-not-receiving"):
        propose(db, a_party(db), slot)


def test_a_visit_elsewhere_that_ended_leaves_the_party_free(db: Session) -> None:
    party, slot = a_party(db), a_slot(db)
    a_visit(db, party, a_slot(db, arrival=slot.arrival), state=VisitState.DECLINED)
    assert propose(db, party, slot).holds


@pytest.mark.parametrize("children", [0, 2])
def test_a_woman_alone_is_never_proposed_to_a_host_living_alone(db: Session, children: int) -> None:
    young = [a_person(birth_year=today().year - 8) for _ in range(children)]
    woman = a_party(db, persons=[a_person(sex="woman"), *young])
    slot = a_slot(db, an_offer(db, a_farm(db, rooms=(4,), adults=1)))
    with pytest.raises(RuleBroken, match="lift-needed"):
        propose(db, woman, slot)
    lifted = propose(db, woman, slot, lift_reason="Her sister lives next door and will be there.")
    assert lifted.lift_reason
    fact = db.scalar(select(Event.facts).where(Event.subject_id == lifted.id))
    assert fact is not None
    assert fact["lifted"] is True


@pytest.mark.parametrize(
    ("sexes", "lifted"),
    [
        (["not-said"], True),
        (["man"], False),
        (["woman", "not-said"], False),
        (["woman", "man"], False),
    ],
)
def test_a_lone_adult_not_known_to_be_a_man_is_kept_from_a_lone_host(
    db: Session, sexes: list[str], lifted: bool
) -> None:
    party = a_party(db, persons=[a_person(sex=sex) for sex in sexes], children=1)
    assert needs_lift(party, a_farm(db, adults=1), today()) is lifted
    assert not needs_lift(party, a_farm(db, adults=2), today())


def test_an_unknown_household_counts_as_a_host_living_alone(db: Session) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, adults=None)))
    with pytest.raises(RuleBroken, match="lift-needed"):
        propose(db, a_party(db, persons=[a_person(sex="woman")]), slot)


def test_a_caseworker_of_one_association_cannot_take_the_bed_held_by_another(db: Session) -> None:
    here = an_organisation(db)
    party, slot = a_party(db, here), a_slot(db, rooms=[1])
    a_visit(db, a_party(db), slot)
    set_scope(db, Scope("organisation", here.id))
    with pytest.raises(RuleBroken, match="slot-is-full"):
        propose(db, party, slot)


def test_the_season_limit_counts_the_visits_of_other_associations(db: Session) -> None:
    here, farm = an_organisation(db), a_farm(db, season_limit=1)
    party, slot = a_party(db, here), a_slot(db, an_offer(db, farm))
    a_visit(db, slot=slot, state=VisitState.COMPLETED)
    a_programme(db)
    set_scope(db, Scope("organisation", here.id))
    with pytest.raises(RuleBroken, match="season-is-full"):
        propose(db, party, slot)


def test_a_man_and_a_woman_who_do_not_know_each_other_share_no_room(db: Session) -> None:
    slot = a_slot(db, rooms=[2])
    a_visit(db, a_party(db), slot)
    with pytest.raises(RuleBroken, match="group-does-not-fit"):
        propose(db, a_party(db, persons=[a_person(sex="woman")]), slot)


def test_a_party_that_sleeps_apart_gets_a_room_of_its_own_or_none(db: Session) -> None:
    slot = a_slot(db, rooms=[2])
    a_visit(db, a_party(db), slot)
    with pytest.raises(RuleBroken, match="group-does-not-fit"):
        propose(db, a_party(db, private=True), slot)


def test_a_farm_that_wants_one_party_at_a_time_still_receives_companions(db: Session) -> None:
    here = an_organisation(db)
    friends = Companions(organisation_id=here.id)
    slot = a_slot(db, an_offer(db, exclusive=True))
    propose(db, a_party(db, here, companions=friends), slot)
    with pytest.raises(RuleBroken, match="group-does-not-fit"):
        propose(db, a_party(db), slot)
    assert propose(db, a_party(db, here, companions=friends), slot).holds


def test_a_paused_offer_receives_after_its_pause(db: Session) -> None:
    slot = a_slot(db)
    slot.offer.pause(slot.arrival - timedelta(days=1))
    assert propose(db, a_party(db), slot).holds


def test_a_farm_that_is_not_insured_until_the_last_day_does_not_receive(db: Session) -> None:
    slot = a_slot(db)
    slot.farm.insured_until = slot.departure - timedelta(days=1)
    with pytest.raises(RuleBroken, match="farm-not-receiving"):
        propose(db, a_party(db), slot)
