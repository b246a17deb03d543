"""One pair for each rule, that breaks only it."""

from datetime import date
from typing import Any

import pytest

from matching import Party, Rule, Slot, find_candidates
from matching.eligibility import broken_rules, distance_km, is_candidate, missing_features
from tests.matching.builders import CHARTRES, PARIS, a_party, a_problem, a_slot, locked


def broken(party: Party, slot: Slot, **given: Any) -> tuple[Rule, ...]:
    """Judge the pair alone, and check that the search for candidates agrees."""
    problem = a_problem(party, slot, **given)
    rules = broken_rules(problem, party, slot)
    assert (len(find_candidates(problem)) == 1) == is_candidate(problem, party, slot) == (not rules)
    return rules


def test_a_party_and_a_slot_that_fit_break_no_rule() -> None:
    assert broken(a_party(), a_slot()) == ()


def test_a_farm_beyond_the_reach_is_too_far() -> None:
    km = distance_km(PARIS, CHARTRES)
    assert broken(a_party(reach_km=km - 0.001), a_slot()) == (Rule.DISTANCE,)


def test_a_farm_exactly_at_the_end_of_the_reach_is_near_enough() -> None:
    assert broken(a_party(reach_km=distance_km(PARIS, CHARTRES)), a_slot()) == ()


def test_a_party_that_cannot_travel_may_visit_the_farm_next_door() -> None:
    assert broken(a_party(reach_km=0), a_slot(place=PARIS)) == ()


def test_distances_are_great_circles() -> None:
    assert distance_km((0, 0), (0, 180)) == pytest.approx(3.141592653589793 * 6371.0088)
    assert distance_km((48.8566, 2.3522), (45.7640, 4.8357)) == pytest.approx(391.5, abs=0.1)


@pytest.mark.parametrize(
    ("start", "end"), [(date(2027, 4, 6), date(2027, 4, 9)), (date(2027, 4, 5), date(2027, 4, 8))]
)
def test_a_party_taken_on_the_first_or_last_day_is_not_free(start: date, end: date) -> None:
    assert broken(a_party(available=((start, end),)), a_slot()) == (Rule.DATES,)


def test_a_party_free_on_exactly_the_days_of_the_stay_is_free() -> None:
    stay = (date(2027, 4, 5), date(2027, 4, 9))
    assert broken(a_party(available=(stay,)), a_slot()) == ()


def test_two_ranges_that_follow_each_other_cover_a_stay_across_them() -> None:
    halves = ((date(2027, 4, 7), date(2027, 4, 9)), (date(2027, 4, 1), date(2027, 4, 6)))
    assert broken(a_party(available=halves), a_slot()) == ()


def test_a_day_between_two_ranges_is_missing() -> None:
    apart = ((date(2027, 4, 1), date(2027, 4, 6)), (date(2027, 4, 8), date(2027, 4, 9)))
    assert broken(a_party(available=apart), a_slot()) == (Rule.DATES,)


def test_days_far_from_the_stay_are_no_days_of_it() -> None:
    elsewhere = tuple((date(2027, 5, 2 * n), date(2027, 5, 2 * n)) for n in range(1, 8))
    assert broken(a_party(available=elsewhere), a_slot()) == (Rule.DATES,)
    nearly = (*elsewhere, (date(2027, 4, 5), date(2027, 4, 8)))
    assert broken(a_party(available=nearly), a_slot()) == (Rule.DATES,)


def test_a_party_without_available_days_never_matches() -> None:
    assert broken(a_party(available=()), a_slot()) == (Rule.DATES,)


SPEAKS_NOTHING_SHARED: dict[str, Any] = {"languages": ("prs",), "french": "A1"}


def test_without_language_level_or_interpreter_they_cannot_talk() -> None:
    assert broken(a_party(**SPEAKS_NOTHING_SHARED), a_slot(min_french="A2")) == (Rule.LANGUAGE,)


@pytest.mark.parametrize(
    "help_", [{"languages": ("prs", "en")}, {"french": "A2"}, {"interpreter": True}]
)
def test_a_shared_language_enough_french_or_an_interpreter_lets_them_talk(
    help_: dict[str, Any],
) -> None:
    party = a_party(**(SPEAKS_NOTHING_SHARED | help_))
    assert broken(party, a_slot(min_french="A2")) == ()


def test_french_listed_on_both_sides_is_a_shared_language() -> None:
    party, slot = a_party(languages=("fr",)), a_slot(languages=("fr",), min_french="B1")
    assert broken(party, slot) == ()


def test_a_slot_without_minimum_accepts_everyones_french() -> None:
    assert broken(a_party(languages=()), a_slot(languages=())) == ()


def test_a_party_larger_than_the_slot_is_not_eligible() -> None:
    assert broken(a_party(men=1, women=2), a_slot(rooms=(1, 1))) == (Rule.PLACES,)


def test_children_need_a_bed_too() -> None:
    slot = a_slot(rooms=(2,), children=True)
    assert broken(a_party(women=1, children=1), slot) == ()
    assert broken(a_party(women=1, children=2), slot) == (Rule.PLACES,)


def test_a_slot_without_rooms_never_matches() -> None:
    assert broken(a_party(), a_slot(rooms=())) == (Rule.PLACES,)


def test_children_come_only_where_they_are_welcome() -> None:
    assert broken(a_party(women=1, children=1), a_slot()) == (Rule.CHILDREN,)


def test_a_need_the_farm_does_not_meet_closes_the_slot() -> None:
    party = a_party(needs=("no-dogs", "halal-menu"))
    assert broken(party, a_slot(features=("halal-menu",))) == (Rule.NEEDS,)
    assert broken(party, a_slot(features=("halal-menu", "no-dogs", "step-free"))) == ()


def test_a_lock_is_missing_where_not_everyone_of_the_party_sleeps_behind_one() -> None:
    couple = a_party(men=1, women=1, needs=("lockable-room",))
    assert broken(couple, a_slot(rooms=(locked(2),))) == ()
    assert broken(couple, a_slot(rooms=(locked(1), 1))) == (Rule.NEEDS,)
    assert missing_features(couple, a_slot(rooms=(locked(1), 1))) == ("lockable-room",)


def test_a_group_of_women_is_not_asked_of_the_farm() -> None:
    assert broken(a_party(women=1, needs=("women-only-group",)), a_slot()) == ()


@pytest.mark.parametrize("frame", ["immersion", None])
def test_another_frame_or_none_closes_the_slot(frame: str | None) -> None:
    assert broken(a_party(), a_slot(frame=frame)) == (Rule.FRAME,)


def test_a_party_without_frames_never_matches() -> None:
    assert broken(a_party(frames=()), a_slot()) == (Rule.FRAME,)


def test_men_do_not_come_to_a_slot_for_women() -> None:
    assert broken(a_party(men=1, women=1), a_slot(women_only=True)) == (Rule.WOMEN_ONLY,)
    assert broken(a_party(women=1), a_slot(women_only=True)) == ()


def test_either_side_may_refuse_the_other() -> None:
    assert broken(a_party(refuses=("farm-1",)), a_slot()) == (Rule.REFUSED,)
    assert broken(a_party(), a_slot(refuses=("p1",))) == (Rule.REFUSED,)
    assert broken(a_party(refuses=("s1",)), a_slot(refuses=("farm-1",))) == ()


def test_an_excluded_pair_is_no_candidate() -> None:
    excluded = frozenset({("p1", "s1")})
    assert broken(a_party(), a_slot(), excluded=excluded) == (Rule.EXCLUDED,)


def test_every_broken_rule_is_named() -> None:
    party = a_party(men=3, languages=(), frames=(), reach_km=1, available=(), needs=("no-dogs",))
    slot = a_slot(women_only=True, min_french="C1", refuses=("p1",))
    rules = broken(party, slot, excluded=frozenset({("p1", "s1")}))
    assert set(rules) == set(Rule) - {Rule.CHILDREN}
