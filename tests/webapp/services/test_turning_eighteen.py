"""In the year in which someone turns eighteen, each rule takes the careful side."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

import matching
from tests.builders import a_farm, a_party, a_person, a_slot, a_visit, an_offer
from webapp.models import MatchingRound, Organisation, Party, Slot
from webapp.services.engine.fitting import broken_rules
from webapp.services.engine.views import as_party, as_slot, counted
from webapp.services.rounds.snapshot import build_problem
from webapp.services.visits import misfits

TURNS = 2008
IN_THE_YEAR = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("on", "said", "adult", "doubt"),
    [
        (date(2025, 12, 31), False, False, False),
        (IN_THE_YEAR, False, False, True),
        (IN_THE_YEAR, True, True, False),
        (date(2027, 1, 1), False, True, False),
    ],
)
def test_who_turns_eighteen_is_an_adult_when_a_caseworker_says_so_and_surely_the_next_year(
    on: date, said: bool, adult: bool, doubt: bool
) -> None:
    person = a_person(birth_year=TURNS, is_of_age=said)
    assert (person.is_adult(on), person.is_in_doubt(on)) == (adult, doubt)


def test_who_was_said_to_be_eighteen_is_none_by_a_corrected_year_of_birth() -> None:
    person = a_person(birth_year=TURNS, is_of_age=True)
    person.birth_year = TURNS + 4
    assert not person.is_adult(IN_THE_YEAR)


@pytest.fixture
def mother_and_son(db: Session, home: Organisation, slot: Slot) -> Party:
    """A mother with a son who turns eighteen in the year of the slot."""
    son = a_person(birth_year=slot.arrival.year - 18)
    return a_party(db, home, persons=[a_person(sex="woman"), son])


@pytest.fixture
def slot(db: Session) -> Slot:
    """A place for women, where children are welcome, with two rooms."""
    farm = a_farm(db, rooms=(2, 2))
    return a_slot(db, an_offer(db, farm, women_only=True, children=True))


def rules(party: Party, slot: Slot) -> set[matching.Rule]:
    seen = as_party(party, slot.arrival)
    return set(matching.broken_rules(matching.Problem(today=slot.arrival), seen, as_slot(slot)))


def test_a_son_who_may_be_eighteen_comes_to_no_place_for_women(
    mother_and_son: Party, slot: Slot
) -> None:
    assert matching.Rule.WOMEN_ONLY in rules(mother_and_son, slot)
    son = mother_and_son.persons[1]
    son.sex = "not-said"
    assert matching.Rule.WOMEN_ONLY in rules(mother_and_son, slot)
    son.sex = "woman"
    assert matching.Rule.WOMEN_ONLY not in rules(mother_and_son, slot)
    son.sex, son.birth_year = "man", slot.arrival.year - 17
    assert matching.Rule.WOMEN_ONLY not in rules(mother_and_son, slot)


def test_a_son_who_may_be_eighteen_is_no_guest_beside_a_group_of_women(
    db: Session, mother_and_son: Party, slot: Slot
) -> None:
    asks = a_party(db, persons=[a_person(sex="woman")], needs=["women-only-group"])
    group = [as_party(each, slot.arrival) for each in (asks, mother_and_son)]
    broken = matching.broken_group_rules(as_slot(slot), group)
    assert matching.GroupRule.WOMEN_ONLY_GROUP in broken


def test_who_may_be_a_child_shares_no_room_and_goes_nowhere_without_children(
    db: Session, mother_and_son: Party, slot: Slot, this_round: MatchingRound
) -> None:
    slot.offer.women_only = False
    assert as_party(mother_and_son, slot.arrival).private
    pair = f"p{mother_and_son.id}", f"s{slot.id}"
    assert pair not in build_problem(db, this_round).excluded
    slot.offer.children = False
    assert pair in build_problem(db, this_round).excluded
    mother_and_son.persons[1].is_of_age = True
    assert pair not in build_problem(db, this_round).excluded
    assert counted(mother_and_son, slot.arrival) == (1, 1, 0)


def test_a_standing_visit_with_someone_who_may_be_a_child_needs_a_place_for_children(
    db: Session, mother_and_son: Party, slot: Slot
) -> None:
    slot.offer.women_only = False
    visit = a_visit(db, mother_and_son, slot)
    assert broken_rules(visit) == set()
    slot.offer.children = False
    assert broken_rules(visit) == {"children"}
    misfits.look_again(db)
    mother_and_son.persons[1].is_of_age = True
    misfits.look_again(db)
    assert visit.misfits == []
