"""Every statement of an explanation is true: do what it says, and see."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given

from matching import (
    Alternative,
    Grounds,
    GroupRule,
    Party,
    Problem,
    ProblemError,
    Rule,
    Slot,
    Solution,
    breaches,
    broken_group_rules,
    explain,
    from_json,
    solve,
)
from matching.eligibility import broken_rules
from matching.explanation import NEAREST
from matching.near_misses import nearest_misses
from matching.scoring import match_points
from tests.matching.builders import CHARTRES, PARIS, a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems

Unit = tuple[str, ...]


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
                assert each.points == sum(one.points for one in each.there)
                assert explanation.contenders == contenders(problem, solution, each.slot)
            pairs = pairs_of(problem, thing)
            assert_counts_are_true(problem, pairs, explanation.open, explanation.closed)
            assert explanation.near_misses == nearest_misses(problem, pairs, NEAREST)
            for alternative in explanation.alternatives:
                assert_alternative_is_true(problem, solution, alternative)


def contenders(problem: Problem, solution: Solution, slot: str) -> int:
    left = [party for party in problem.parties if party.id not in solution.slot_of]
    return sum(broken_rules(problem, party, problem.slot_of[slot]) == () for party in left)


def pairs_of(problem: Problem, thing: Party | Slot) -> list[tuple[Party, Slot]]:
    return [
        (party, slot)
        for party in problem.parties
        for slot in problem.slots
        if thing in (party, slot)
    ]


def assert_counts_are_true(
    problem: Problem, pairs: list[tuple[Party, Slot]], open_: int, closed: dict[Rule, int]
) -> None:
    judged = [broken_rules(problem, *pair) for pair in pairs]
    assert open_ == judged.count(())
    assert closed == {rule: n for rule in Rule if (n := sum(rule in each for each in judged))}


def assert_alternative_is_true(problem: Problem, solution: Solution, told: Alternative) -> None:
    unit, slot = problem.companions[told.party], problem.slot_of[told.slot]
    assert (told.party, told.slot) not in solution.matches
    assert told.now == solution.slot_of.get(told.party)
    assert set(told.held_by) == set(solution.group_of.get(told.slot, ()))
    assert told.points == points_of(problem, unit, told.slot)
    assert told.gain == told.points - points_of(problem, unit, told.now)
    assert_way_is_the_least(problem, unit, slot, told)
    if told.way is not None:
        after = after_making_way(problem, solution, unit, told)
        change = (told.way.short_of, told.way.short_behind, told.way.limits)
        assert (breaches(problem, after.items()) == ()) == (change == (0, 0, ()))
        assert told.way.is_open == (change == (0, 0, ()) and not told.way.leaving)
        if told.way.is_open:
            assert told.gain <= 0, "an optimal answer leaves no open place that would give more"


def points_of(problem: Problem, unit: Unit, slot: str | None) -> int:
    if slot is None:
        return 0
    where = problem.slot_of[slot]
    return sum(match_points(problem, problem.party_of[each], where) for each in unit)


def after_making_way(
    problem: Problem, solution: Solution, unit: Unit, told: Alternative
) -> dict[str, str]:
    """Do what an alternative says, and count who is missing then."""
    assert told.way is not None
    staying = {
        party: slot for party, slot in solution.matches if party not in {*told.way.leaving, *unit}
    }
    after = staying | dict.fromkeys(unit, told.slot)
    here, behind = (
        missing(problem, [party for party, slot in after.items() if slot == where], where)
        for where in (told.slot, told.now)
    )
    assert (told.way.short_of, told.way.short_behind) == (here, behind)
    return after


def missing(problem: Problem, parties: list[str], slot: str | None) -> int:
    """How many people a slot that is used lacks for its minimum."""
    if slot is None or not parties:
        return 0
    people = sum(problem.party_of[each].people for each in parties)
    return max(0, problem.slot_of[slot].min_people - people)


def assert_way_is_the_least(problem: Problem, unit: Unit, slot: Slot, told: Alternative) -> None:
    others = sorted({problem.companions[each] for each in told.held_by} - {unit})
    possible = [
        leaving
        for count in range(len(others) + 1)
        for leaving in combinations(others, count)
        if get_along(problem, slot, [*(each for each in others if each not in leaving), unit])
    ]
    if told.way is None:
        assert possible == []
        return
    burdens = [burden(problem, leaving) for leaving in possible]
    leaving = {problem.companions[each] for each in told.way.leaving}
    assert tuple(sorted(leaving)) in possible
    assert burden(problem, leaving) == min(burdens)


def get_along(problem: Problem, slot: Slot, units: Iterable[Unit]) -> bool:
    group = [problem.party_of[party] for unit in units for party in unit]
    return not set(broken_group_rules(slot, group)) - {GroupRule.MINIMUM}


def burden(problem: Problem, units: Collection[Unit]) -> tuple[int, int, int]:
    parties = [problem.party_of[party] for unit in units for party in unit]
    return len(units), len(parties), sum(party.people for party in parties)


def test_the_grounds_of_a_match_are_told_as_facts() -> None:
    x = a_party(
        "x",
        languages=("prs", "fr", "en"),
        french="A2",
        wishes=("bees", "fruit"),
        needs=("no-dogs",),
        waiting_since=date(2027, 1, 30),
        together="t",
    )
    y = a_party("y", together="t", french="B1", waiting_since=date(2027, 3, 2))
    slot = a_slot(
        rooms=(2,), languages=("en", "fr", "prs"), production="fruit", features=("no-dogs",)
    )
    problem = a_problem(x, y, slot, pinned=frozenset({("x", "s1")}))
    (of_x,), (of_y,) = (explain(problem, solve(problem), each).matches for each in "xy")
    assert of_x.grounds == Grounds(
        wish_rank=2,
        days_waited=30,
        shared_languages=("prs", "en"),
        at_ease_in_french=False,
        km=77,
        needs=("no-dogs",),
        companions=("y",),
        is_pinned=True,
    )
    assert of_y.grounds == Grounds(
        wish_rank=None,
        days_waited=0,
        shared_languages=("en",),
        at_ease_in_french=True,
        km=77,
        needs=(),
        companions=("x",),
        is_pinned=False,
    )


def test_whose_bed_a_party_would_need_is_said() -> None:
    near, far = a_party("near", waiting_since=date(2026, 9, 1)), a_party("far", home=PARIS)
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


@pytest.mark.parametrize("limit", [{"farm_limits": {"farm-1": 1}}, {"interpreter_limit": 1}])
def test_a_limit_passed_before_does_not_stand_in_the_way_of_a_move_that_adds_nothing(
    limit: dict[str, Any],
) -> None:
    x, y = (a_party(name, languages=("prs",), interpreter=True) for name in "xy")
    problem = a_problem(
        *(x, y),
        *(a_slot(name, min_french="A1", rooms=(2,)) for name in ("1", "2")),
        excluded=frozenset({("y", "2")}),
    )
    solution = solve(replace(problem, pinned=frozenset({("x", "1"), ("y", "1")})))
    (told,) = explain(replace(problem, **limit), solution, "x").alternatives
    assert told.way is not None
    assert told.way.limits == ()


def test_a_pinned_pair_is_named_when_it_stands_in_the_way() -> None:
    pinned, other = a_party("pinned"), a_party("other")
    problem = a_problem(pinned, other, a_slot(rooms=(1,)), pinned=frozenset({("pinned", "s1")}))
    (told,) = explain(problem, solve(problem), "other").alternatives
    assert told.way is not None
    assert (told.way.leaving, told.way.limits) == (("pinned",), ("pinned",))


def test_people_missing_for_the_minimum_are_counted() -> None:
    problem = a_problem(a_party(), a_slot(min_people=2))
    (told,) = explain(problem, solve(problem), "p1").alternatives
    assert told.way is not None
    assert told.way.short_of == 1


def test_people_missing_in_the_place_that_would_be_left_are_counted() -> None:
    x, y = a_party("x"), a_party("y", men=2)
    problem = a_problem(x, y, a_slot("1", rooms=(3,), min_people=3), a_slot("2", place=PARIS))
    solution = solve(replace(problem, pinned=frozenset({("x", "1"), ("y", "1")})))
    (told,) = explain(problem, solution, "x").alternatives
    assert told.way is not None
    assert (told.way.short_behind, told.way.is_open) == (1, False)
    alone = a_problem(x, a_slot("1", place=PARIS), a_slot("2"))
    (told,) = explain(alone, solve(alone), "x").alternatives
    assert told.way is not None
    assert (told.way.short_behind, told.way.is_open) == (0, True)


def test_there_is_no_way_where_companions_could_not_sleep_even_alone() -> None:
    x, y = a_party("x", together="t"), a_party("y", women=1, together="t")
    problem = a_problem(x, y, a_slot(rooms=(2,)))
    (told,) = explain(problem, solve(problem), "x").alternatives
    assert told.way is None


def test_where_more_than_four_would_have_to_leave_everyone_is_said_to() -> None:
    large, *ones = a_party("large", men=5), *(a_party(f"p{n}", home=CHARTRES) for n in range(6))
    problem = a_problem(large, *ones, a_slot(rooms=(6,)))
    (told,) = explain(problem, solve(problem), "large").alternatives
    assert told.way is not None
    assert len(told.way.leaving) == 6
    smaller = a_problem(replace(large, men=4), *ones, a_slot(rooms=(6,)))
    (told,) = explain(smaller, solve(smaller), "large").alternatives
    assert told.way is not None
    assert len(told.way.leaving) == 4


def test_an_unknown_id_is_refused_and_a_shared_one_can_be_told_apart() -> None:
    problem = a_problem(a_party("same"), a_slot("same"))
    solution = solve(problem)
    assert explain(problem, solution, "same").kind == "party"
    assert explain(problem, solution, "same", "slot").kind == "slot"
    with pytest.raises(ProblemError, match="Neither"):
        explain(problem, solution, "other")
