"""A round becomes visits; what changed meanwhile is left out and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import (
    a_party,
    a_person,
    a_slot,
    a_visit,
    an_offer,
)
from tests.webapp.services.solving import Sessions, solved
from webapp.ground.clock import today
from webapp.ground.errors import RuleBroken
from webapp.models import (
    Companions,
    DecisionKind,
    Engagement,
    Event,
    FarmState,
    MatchingRound,
    Message,
    Organisation,
    Party,
    PartyState,
    RoundState,
    Slot,
    User,
    Visit,
)
from webapp.services import rounds
from webapp.wording import sentence


def test_publishing_proposes_every_pair_and_records_who_approved(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    a_party(db, home)
    a_party(db, home)
    solved(db, sessions, this_round)
    publication = rounds.publish(db, this_round, caseworker)
    db.flush()
    assert (len(publication.visits), publication.left_out) == (2, [])
    assert (this_round.state, this_round.approved_by_id) == (RoundState.PUBLISHED, caseworker.id)
    assert slot.people_held == 2
    assert {visit.round_id for visit in publication.visits} == {this_round.id}
    assert len(db.scalars(select(Message)).all()) == 4
    told = db.scalars(select(Event).where(Event.act == "round.published")).one()
    assert told.facts == {"visits": 2, "left_out": 0}


def take_the_party(db: Session, party: Party, slot: Slot) -> None:
    other = a_slot(db, arrival=slot.arrival + timedelta(days=1))
    a_visit(db, party, other)


def propose_another_visit(db: Session, party: Party, slot: Slot) -> None:
    a_visit(db, party, a_slot(db, arrival=slot.departure + timedelta(days=100)))


def pause_the_party(db: Session, party: Party, slot: Slot) -> None:
    party.state = PartyState.PAUSED


def suspend_the_farm(db: Session, party: Party, slot: Slot) -> None:
    slot.farm.state = FarmState.SUSPENDED


def withdraw_the_slot(db: Session, party: Party, slot: Slot) -> None:
    slot.withdraw()


def fill_the_slot(db: Session, party: Party, slot: Slot) -> None:
    a_visit(db, a_party(db, persons=[a_person(), a_person()]), slot)


def let_the_host_live_alone(db: Session, party: Party, slot: Slot) -> None:
    slot.farm.adults = 1
    party.persons[0].sex = "woman"


def add_a_course(db: Session, party: Party, slot: Slot) -> None:
    days = {"first_day": slot.arrival, "last_day": slot.arrival}
    party.engagements.append(Engagement(kind="course", **days))


def change_the_farms_mind(db: Session, party: Party, slot: Slot) -> None:
    slot.farm.languages, slot.offer.min_french = ["fr"], "C1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (take_the_party, "party-is-taken"),
        (propose_another_visit, "party-has-a-visit"),
        (pause_the_party, "party-not-taking-part"),
        (suspend_the_farm, "farm-is-stopped"),
        (withdraw_the_slot, "slot-not-open"),
        (fill_the_slot, "slot-is-full"),
        (let_the_host_live_alone, "lift-needed"),
        (add_a_course, "pair-changed"),
        (change_the_farms_mind, "pair-changed"),
    ],
)
def test_what_changed_since_the_run_is_left_out_and_named(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User, change: object, code: str,
) -> None:  # fmt: skip
    party = a_party(db, home)
    other = a_party(db, home, wishes=["bees"])
    apart = a_slot(db, an_offer(db, production="bees"))
    solved(db, sessions, this_round)
    assert callable(change)
    change(db, party, slot)
    db.flush()
    examined = rounds.examine(db, this_round)
    publication = rounds.publish(db, this_round, caseworker)
    assert [each.rule.code for each in examined.left_out] == [code]
    left = [(each.party.id, each.slot.id, each.rule.code) for each in publication.left_out]
    assert left == [(party.id, slot.id, code)]
    db.refresh(this_round)
    result = rounds.read_result(this_round)
    assert result is not None
    kept = {pair: rule.code for pair, rule in result.left_out.items()}
    assert kept == {(f"p{party.id}", f"s{slot.id}"): code}
    assert sentence(result.left_out[f"p{party.id}", f"s{slot.id}"])
    assert [(each.party_id, each.slot_id) for each in publication.visits] == [(other.id, apart.id)]


def test_looking_at_what_would_be_published_writes_nothing(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    parties = [a_party(db, home) for _ in range(2)]
    solved(db, sessions, this_round)
    parties[1].state = PartyState.PAUSED
    db.flush()
    seen = rounds.examine(db, this_round)
    assert [each.party for each in seen.holding] == parties[:1]
    assert [each.party for each in seen.left_out] == parties[1:]
    assert not db.new | db.dirty
    assert (db.scalars(select(Visit)).all(), db.scalars(select(Message)).all()) == ([], [])
    assert (this_round.state, slot.people_held) == (RoundState.SOLVED, 0)


def leave_one_bed(slot: Slot) -> None:
    slot.open_rooms({room.id: 1 for room in slot.farm.rooms[:1]})


def receive_one_party_a_year(slot: Slot) -> None:
    slot.farm.season_limit = 1


def take_one_party_at_a_time(slot: Slot) -> None:
    slot.offer.exclusive = True


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (leave_one_bed, "slot-is-full"),
        (receive_one_party_a_year, "season-is-full"),
        (take_one_party_at_a_time, "group-does-not-fit"),
    ],
)
def test_pairs_that_are_published_together_count_for_each_other(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User, change: Callable[[Slot], None], code: str,
) -> None:  # fmt: skip
    first, second = a_party(db, home), a_party(db, home)
    solved(db, sessions, this_round)
    change(slot)
    db.flush()
    publication = rounds.publish(db, this_round, caseworker)
    assert [visit.party for visit in publication.visits] == [first]
    assert [(each.party, each.rule.code) for each in publication.left_out] == [(second, code)]


def test_companions_are_proposed_all_or_none(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    bond = Companions(organisation_id=home.id)
    parties = [a_party(db, home, companions=bond) for _ in range(2)]
    solved(db, sessions, this_round)
    parties[1].state = PartyState.PAUSED
    db.flush()
    examined = rounds.examine(db, this_round)
    assert {each.party.id for each in examined.left_out} == {party.id for party in parties}
    with pytest.raises(RuleBroken, match="nothing-to-publish"):
        rounds.publish(db, this_round, caseworker)
    assert slot.people_held == 0
    assert db.scalars(select(Message)).all() == []


def test_a_published_round_is_not_published_or_decided_upon_again(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    party = a_party(db, home)
    solved(db, sessions, this_round)
    rounds.publish(db, this_round, caseworker)
    with pytest.raises(RuleBroken, match="round-is-published"):
        rounds.publish(db, this_round, caseworker)
    with pytest.raises(RuleBroken, match="round-is-published"):
        rounds.decide(db, this_round, party.id, slot.id, DecisionKind.PIN, caseworker)


def test_a_visit_that_begins_before_the_deadline_is_answered_by_the_eve_of_its_arrival(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    a_party(db, home)
    this_round.answer_by = slot.arrival + timedelta(days=3)
    solved(db, sessions, this_round)
    [visit] = rounds.publish(db, this_round, caseworker).visits
    assert visit.answer_by == slot.arrival - timedelta(days=1)


def test_a_round_whose_deadline_is_over_is_not_published(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User,
) -> None:  # fmt: skip
    a_party(db, home)
    solved(db, sessions, this_round)
    this_round.answer_by = today() - timedelta(days=1)
    with pytest.raises(RuleBroken, match="deadline-is-over"):
        rounds.publish(db, this_round, caseworker)


@pytest.mark.parametrize("word", rounds.OPPOSITE)
def test_a_round_is_not_published_while_a_decision_is_not_in_its_result(
    db: Session, sessions: Sessions, home: Organisation, this_round: MatchingRound,
    slot: Slot, caseworker: User, word: DecisionKind,
) -> None:  # fmt: skip
    party = a_party(db, home)
    solved(db, sessions, this_round)
    rounds.decide(db, this_round, party.id, slot.id, word, caseworker)
    with pytest.raises(RuleBroken, match="decisions-are-waiting"):
        rounds.publish(db, this_round, caseworker)
    db.rollback()
