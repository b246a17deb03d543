"""Every statement of an explanation is true: do what it says, and see."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from matching import (
    Alternative,
    NearMiss,
    Party,
    Problem,
    ProblemError,
    Rule,
    Slot,
    Solution,
    broken_group_rules,
    explain,
    from_json,
    solve,
)
from matching.eligibility import broken_rules, is_candidate
from matching.scoring import match_points
from tests.matching.builders import PARIS, a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


@settings(deadline=None, max_examples=60, derandomize=True)
@given(problems(6, 4))
def test_every_statement_about_everyone_is_true(written: Json) -> None:
    problem = from_json(written)
    try:
        solution = solve(problem)
    except ProblemError:
        return
    for kind, things in (("party", problem.parties), ("slot", problem.slots)):
        for thing in things:
            explanation = explain(problem, solution, thing.id, kind)  # type: ignore[arg-type]
            mine = [match for match in solution.matches if thing.id in match]
            assert [(each.party, each.slot) for each in explanation.matches] == mine
            for each in explanation.matches:
                assert each.points == each.person + sum(one.points for one in each.criteria)
            assert_counts_are_true(problem, thing, explanation.open, explanation.closed)
            for miss in explanation.near_misses:
                assert_mending_opens(problem, miss)
            for alternative in explanation.alternatives:
                assert_alternative_is_true(problem, solution, alternative)


def assert_counts_are_true(
    problem: Problem, thing: Party | Slot, open_: int, closed: dict[Rule, int]
) -> None:
    pairs = [
        (party, slot)
        for party in problem.parties
        for slot in problem.slots
        if thing in (party, slot)
    ]
    judged = [broken_rules(problem, *pair) for pair in pairs]
    assert open_ == judged.count(())
    assert closed == {rule: n for rule in Rule if (n := sum(rule in each for each in judged))}


def assert_mending_opens(problem: Problem, miss: NearMiss) -> None:
    party, slot = problem.party_of[miss.party], problem.slot_of[miss.slot]
    assert not is_candidate(problem, party, slot)
    assert broken_rules(problem, *mended(party, slot, miss)) == ()
    if miss.amount > 1 and miss.rule in (Rule.DISTANCE, Rule.LANGUAGE, Rule.PLACES):
        less = mended(party, slot, replace(miss, amount=miss.amount - 1))
        assert broken_rules(problem, *less) == (miss.rule,)


def mended(party: Party, slot: Slot, miss: NearMiss) -> tuple[Party, Slot]:
    """Do what a near miss says would open the pair."""
    levels = ("A0", "A1", "A2", "B1", "B2", "C1", *["C1"] * miss.amount)
    better = levels[levels.index(party.french) + miss.amount]
    of_party: dict[Rule, dict[str, Any]] = {
        Rule.DISTANCE: {"reach_km": party.reach_km + miss.amount},
        Rule.DATES: {"available": (*party.available, (slot.arrival, slot.departure))},
        Rule.LANGUAGE: {"french": better},
        Rule.FRAME: {"frames": (*party.frames, *miss.missing)},
    }
    of_slot: dict[Rule, dict[str, Any]] = {
        Rule.PLACES: {"rooms": (*slot.rooms, miss.amount)},
        Rule.CHILDREN: {"children": True},
        Rule.NEEDS: {"features": (*slot.features, *miss.missing)},
    }
    assert miss.rule in {*of_party, *of_slot}, "a choice is not a distance"
    return replace(party, **of_party.get(miss.rule, {})), replace(
        slot, **of_slot.get(miss.rule, {})
    )


def assert_alternative_is_true(problem: Problem, solution: Solution, told: Alternative) -> None:
    unit, slot = problem.companions[told.party], problem.slot_of[told.slot]
    assert (told.party, told.slot) not in solution.matches
    assert told.now == solution.slot_of.get(told.party)
    assert set(told.held_by) == set(solution.group_of.get(told.slot, ()))
    there = sum(match_points(problem, problem.party_of[each], slot) for each in unit)
    assert told.points == there
    if told.way is None:
        return
    leaving = set(told.way.leaving)
    assert leaving <= set(told.held_by)
    staying = [*(set(told.held_by) - leaving), *unit]
    group = [problem.party_of[each] for each in staying]
    broken = set(broken_group_rules(slot, group)) - {"minimum"}
    assert not broken
    assert told.way.short_of == max(0, slot.min_people - sum(party.people for party in group))
    crowd = [problem.party_of[each] for each in {*told.held_by, *unit}]
    if leaving:
        assert set(broken_group_rules(slot, crowd)) - {"minimum"}
    if told.way.is_open and told.now is None:
        assert told.points <= 0, "an optimal answer leaves no open place that would give points"


SPEECHLESS: dict[str, Any] = {"languages": (), "french": "A0"}


@pytest.mark.parametrize(
    ("party", "slot", "rule", "amount", "missing"),
    [
        (a_party(reach_km=70), a_slot(), Rule.DISTANCE, 8, ()),
        (a_party(available=((a_slot().arrival, a_slot().arrival),)), a_slot(), Rule.DATES, 4, ()),
        (a_party(**SPEECHLESS), a_slot(min_french="A2"), Rule.LANGUAGE, 2, ()),
        (a_party(men=3), a_slot(), Rule.PLACES, 1, ()),
        (a_party(women=1, children=1), a_slot(), Rule.CHILDREN, 1, ()),
        (a_party(needs=("no-dogs",)), a_slot(), Rule.NEEDS, 1, ("no-dogs",)),
        (a_party(frames=()), a_slot(), Rule.FRAME, 1, ("discovery",)),
    ],
)
def test_a_near_miss_tells_the_distance_to_opening(
    party: Party, slot: Slot, rule: Rule, amount: int, missing: tuple[str, ...]
) -> None:
    problem = a_problem(party, slot)
    (miss,) = explain(problem, solve(problem), "p1").near_misses
    assert (miss.rule, miss.amount, miss.missing) == (rule, amount, missing)
    assert_mending_opens(problem, miss)


@pytest.mark.parametrize(
    ("party", "slot"),
    [
        (a_party(refuses=("farm-1",)), a_slot()),
        (a_party(), a_slot(women_only=True)),
        (a_party(frames=("immersion",)), a_slot(frame=None)),
        (a_party(reach_km=1, frames=()), a_slot()),
    ],
)
def test_choices_and_pairs_closed_twice_are_no_near_miss(party: Party, slot: Slot) -> None:
    problem = a_problem(party, slot)
    assert explain(problem, solve(problem), "p1").near_misses == ()


def test_whose_bed_a_party_would_need_is_said() -> None:
    near, far = a_party("near", home=a_slot().place), a_party("far", home=PARIS)
    problem = a_problem(near, far, a_slot(rooms=(1,)))
    solution = solve(problem)
    (told,) = explain(problem, solution, "far").alternatives
    assert told.way is not None
    assert (told.held_by, told.way.leaving, told.now) == (("near",), ("near",), None)
    (mirrored,) = explain(problem, solution, "s1").alternatives
    assert mirrored == told


def test_a_slot_open_to_a_party_but_not_to_its_companions_is_counted() -> None:
    x, y = a_party("x", together="t"), a_party("y", together="t", frames=())
    problem = a_problem(x, y, a_slot())
    explanation = explain(problem, solve(problem), "x")
    assert (explanation.open, explanation.closed_to_companions) == (1, 1)
    assert explanation.alternatives == ()


def test_a_limit_of_the_round_is_named_when_it_stands_in_the_way() -> None:
    problem = a_problem(a_party(), a_slot(), farm_limits={"farm-1": 0})
    (told,) = explain(problem, solve(problem), "p1").alternatives
    assert told.way is not None
    assert told.way.limits == ("farm-limit",)


def test_people_missing_for_the_minimum_are_counted() -> None:
    problem = a_problem(a_party(), a_slot(min_people=2))
    (told,) = explain(problem, solve(problem), "p1").alternatives
    assert told.way is not None
    assert told.way.short_of == 1


def test_an_unknown_id_is_refused_and_a_shared_one_can_be_told_apart() -> None:
    problem = a_problem(a_party("same"), a_slot("same"))
    solution = solve(problem)
    assert explain(problem, solution, "same").kind == "party"
    assert explain(problem, solution, "same", "slot").kind == "slot"
    with pytest.raises(ProblemError, match="Neither"):
        explain(problem, solution, "other")
