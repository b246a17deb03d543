"""What a round is given to know, and what it is not."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import (
    a_caseworker,
    a_farm,
    a_party,
    a_person,
    a_round,
    a_slot,
    a_visit,
    an_offer,
    an_organisation,
)
from webapp.ground.clock import today
from webapp.ground.database import Scope, set_scope
from webapp.models import (
    Availability,
    Companions,
    DecisionKind,
    Engagement,
    FarmState,
    MatchingRound,
    Organisation,
    Party,
    PartyState,
    Refusal,
    RoundDecision,
    Side,
    Slot,
    VisitState,
)
from webapp.services.engine.ids import number_of
from webapp.services.rounds.snapshot import build_problem, take_snapshot

pytestmark = pytest.mark.usefixtures("spring")


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


def the_party(problem: matching.Problem, party: Party) -> matching.Party:
    return problem.party_of[f"p{party.id}"]


def test_ready_parties_of_the_association_take_part_and_no_others(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    ready = a_party(db, home)
    a_party(db, home, state=PartyState.PAUSED)
    a_party(db, home, state=PartyState.ENROLLED)
    a_party(db, an_organisation(db))
    assert [party.id for party in build_problem(db, this_round).parties] == [f"p{ready.id}"]


def test_a_coordinators_round_takes_every_association(
    db: Session, home: Organisation, slot: Slot
) -> None:
    mine, other = a_party(db, home), a_party(db, an_organisation(db))
    over_all = a_round(db, None, created_by=a_caseworker(db, home))
    ids = {party.id for party in build_problem(db, over_all).parties}
    assert ids == {f"p{mine.id}", f"p{other.id}"}


def test_no_name_number_or_address_reaches_the_engine(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    person = a_person(first_name="Secretname", last_name="Secretlast")
    a_party(db, home, persons=[person], notes="Secretnote", number="+33612312312")
    written = matching.to_json(build_problem(db, this_round))
    assert "Secret" not in written
    assert "312312" not in written
    assert slot.farm.name not in written
    assert str(slot.farm.address) not in written


def test_courses_and_appointments_are_taken_from_the_availability(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    course = Engagement(
        kind="course", first_day=in_days(0), last_day=in_days(9), weekdays=[in_days(5).isoweekday()]
    )
    visit_to_a_doctor = Engagement(kind="appointment", first_day=in_days(8), last_day=in_days(8))
    party = a_party(
        db,
        home,
        availabilities=[Availability(first_day=in_days(3), last_day=in_days(10))],
        engagements=[course, visit_to_a_doctor],
    )
    assert the_party(build_problem(db, this_round), party).available == (
        (in_days(3), in_days(4)),
        (in_days(6), in_days(7)),
        (in_days(9), in_days(10)),
    )


def test_nothing_is_proposed_beyond_the_end_of_a_residence_title(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    party = a_party(db, home, persons=[a_person(), a_person(title_until=in_days(12))])
    assert the_party(build_problem(db, this_round), party).available == ((in_days(1), in_days(12)),)


def test_days_that_a_visit_holds_are_taken_both_ends_included(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    party = a_party(db, home)
    begun = a_slot(db, arrival=in_days(-2), departure=in_days(2))
    a_visit(db, party, begun, state=VisitState.UNDER_WAY)
    free = the_party(build_problem(db, this_round), party).available
    assert free[0][0] == in_days(3)


def test_a_visit_that_stands_keeps_its_beds_and_is_not_matched_again(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    guest, waiting = a_party(db, home), a_party(db, home)
    visit = a_visit(db, guest, slot)
    problem = build_problem(db, this_round)
    assert {party.id for party in problem.parties} == {f"v{visit.id}", f"p{waiting.id}"}
    assert problem.pinned == {(f"v{visit.id}", f"s{slot.id}")}
    assert problem.slot_of[f"s{slot.id}"].beds == 2
    assert matching.solve(problem).people == 2


def test_guests_of_another_association_keep_their_beds_too(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    visit = a_visit(db, a_party(db, an_organisation(db)), slot)
    db.commit()
    set_scope(db, Scope("organisation", home.id))
    assert (f"v{visit.id}", f"s{slot.id}") in build_problem(db, this_round).pinned


def test_a_slot_whose_guests_no_longer_fit_is_left_out(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    a_visit(db, a_party(db, home), slot)
    a_visit(db, a_party(db, home), slot)
    slot.state, slot.offer.exclusive = type(slot.state)("open"), True
    assert build_problem(db, this_round).slots == ()


def test_a_lone_woman_is_never_paired_with_a_host_living_alone(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    slot = a_slot(db, an_offer(db, a_farm(db, adults=1), children=True))
    alone = a_party(db, home, persons=[a_person(sex="woman")])
    mother = a_party(db, home, persons=[a_person(sex="woman")], children=0)
    mother.persons.append(a_person(birth_year=2020, sex="man"))
    man = a_party(db, home)
    couple = a_party(db, home, persons=[a_person(sex="woman"), a_person()])
    db.flush()
    snapshot = take_snapshot(db, this_round)
    kept_apart = {(f"p{alone.id}", f"s{slot.id}"), (f"p{mother.id}", f"s{slot.id}")}
    assert snapshot.safeguarded == kept_apart
    assert snapshot.problem.excluded == kept_apart
    assert {f"p{man.id}", f"p{couple.id}"} & {pair[0] for pair in kept_apart} == set()


def test_a_household_nobody_counted_is_taken_for_a_host_living_alone(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    a_slot(db, an_offer(db, a_farm(db, adults=None)))
    a_party(db, home, persons=[a_person(sex="woman")])
    assert len(take_snapshot(db, this_round).safeguarded) == 1


def test_a_written_reason_lifts_the_exclusion_for_this_pair_only(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    offer = an_offer(db, a_farm(db, adults=1))
    slot, later = a_slot(db, offer), a_slot(db, offer, in_days(60))
    woman = a_party(db, home, persons=[a_person(sex="woman")])
    this_round.decisions.append(
        RoundDecision(
            party_id=woman.id,
            slot_id=slot.id,
            kind=DecisionKind.LIFT,
            reason="A neighbour sleeps there too.",
            by_id=this_round.created_by_id,
        )
    )
    db.flush()
    assert take_snapshot(db, this_round).safeguarded == {(f"p{woman.id}", f"s{later.id}")}


@pytest.mark.parametrize("side", list(Side))
def test_a_refusal_by_either_side_closes_the_pair_and_names_nobody_of_another_association(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot, side: Side
) -> None:
    a_party(db, an_organisation(db), refusals=[Refusal(farm_id=slot.farm_id, side=side)])
    party = a_party(db, home, refusals=[Refusal(farm_id=slot.farm_id, side=side)])
    problem = build_problem(db, this_round)
    assert the_party(problem, party).refuses == (
        (f"farm-{slot.farm_id}",) if side is Side.PARTY else ()
    )
    assert problem.slots[0].refuses == ((f"p{party.id}",) if side is Side.FARM else ())
    assert len(matching.find_candidates(problem)) == 0


def test_companions_go_to_the_same_slot_or_nowhere(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    bond = Companions(organisation_id=home.id)
    parties = [a_party(db, home, companions=bond) for _ in range(3)]
    problem = build_problem(db, this_round)
    assert {party.together for party in problem.parties} == {f"c{bond.id}"}
    assert matching.solve(problem).matches == ()
    parties[2].companions = None
    db.flush()
    db.expire_all()
    assert len(matching.solve(build_problem(db, this_round)).matches) == 2


def test_nobody_travels_without_companions_who_do_not_take_part(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    bond = Companions(organisation_id=home.id)
    a_party(db, home, companions=bond)
    a_party(db, home, companions=bond, state=PartyState.PAUSED)
    assert build_problem(db, this_round).parties == ()


def test_past_visits_and_waiting_are_told_to_the_engine(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    party = a_party(db, home)
    a_visit(db, party, a_slot(db, arrival=in_days(-30)), state=VisitState.EVALUATED)
    a_visit(db, party, a_slot(db, arrival=in_days(-60)), state=VisitState.DECLINED)
    known = the_party(build_problem(db, this_round), party)
    assert (known.past_visits, known.waiting_since) == (1, in_days(-60))


def test_a_suspended_farm_has_no_slot_in_a_round(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    a_slot(db, an_offer(db, a_farm(db, state=FarmState.SUSPENDED)))
    assert build_problem(db, this_round).slots == ()


def test_dogs_on_the_farm_outweigh_a_promise_of_no_dogs(
    db: Session, home: Organisation, this_round: MatchingRound
) -> None:
    a_slot(db, an_offer(db, a_farm(db, features=["no-dogs"]), hazards=["dogs"]))
    assert build_problem(db, this_round).slots[0].features == ("woman-host",)


def test_pins_and_forbidden_pairs_reach_the_engine(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    kept, not_there = a_party(db, home), a_party(db, home)
    for party, kind in ((kept, "pin"), (not_there, "forbid")):
        this_round.decisions.append(
            RoundDecision(
                party_id=party.id, slot_id=slot.id, kind=kind, by_id=this_round.created_by_id
            )
        )
    db.flush()
    problem = build_problem(db, this_round)
    assert problem.pinned == {(f"p{kept.id}", f"s{slot.id}")}
    assert problem.excluded == {(f"p{not_there.id}", f"s{slot.id}")}


def test_the_solution_before_is_known_as_far_as_it_still_exists(
    db: Session, home: Organisation, this_round: MatchingRound, slot: Slot
) -> None:
    party = a_party(db, home)
    this_round.solution = {"matches": [[f"p{party.id}", f"s{slot.id}"], ["p0", f"s{slot.id}"]]}
    this_round.max_moves = 2
    problem = build_problem(db, this_round)
    assert problem.previous == {(f"p{party.id}", f"s{slot.id}")}
    assert problem.max_moves == 2


def test_an_id_of_the_engine_leads_back_to_its_row() -> None:
    assert [number_of(given) for given in ("p12", "s34", "v56", "farm-3")] == [12, 34, 56, 3]
