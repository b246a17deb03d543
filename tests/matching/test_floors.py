"""Floors: so many people of a group have a place at least, or nothing is answered."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    Problem,
    ProblemError,
    breaches,
    explain,
    from_json,
    replacements,
    solve,
    to_json,
    with_floors,
)
from matching.certifying import certify
from matching.limits import RoundRule
from matching.solution import make_solution
from matching.solver.compact.model import CompactModel
from matching.verification import verify
from tests.benchmarks.rounds import Shape, make_round
from tests.matching import oracle
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


@given(problems(5, 3), st.data())
def test_no_answer_that_reaches_the_floors_is_better(written: Json, data: st.DataObject) -> None:
    """Groups overlap, and some floors cannot be reached: then nothing else is answered."""
    parties = [
        each | {"groups": data.draw(st.sampled_from([[], ["g"], ["h"], ["g", "h", "g"]]))}
        for each in written["parties"]
    ]
    there = {
        group: sum(oracle.people(each) for each in parties if group in each["groups"])
        for group in "gh"
    }
    floors = {group: data.draw(st.integers(0, most)) for group, most in there.items()}
    asked = written | {"parties": parties, "floors": floors}
    problem = from_json(asked)
    assert from_json(to_json(problem)) == problem
    best = oracle.best_value(asked)
    try:
        solution = solve(problem)
    except ProblemError:
        assert best is None
        return
    assert (solution.value, solution.is_optimal) == (best, True)
    assert breaches(problem, solution.matches) == ()
    certificate, tightened = certify(problem, solution)
    assert verify(problem, tightened, certificate).faults == ()


def a_round_for_women() -> Problem:
    """One bed, a man who has waited longer, and a woman for whom there is a floor."""
    man = a_party("m", waiting_since=date(2026, 1, 1))
    woman = a_party("w", women=1, groups=("women",))
    return a_problem(man, woman, a_slot(rooms=(1,)), floors={"women": 1})


def test_a_floor_gives_the_place_to_whom_it_is_for_and_says_so() -> None:
    problem = a_round_for_women()
    solution = solve(problem)
    assert solution.is_optimal
    assert solution.matches == (("w", "s1"),)
    (breach,) = breaches(problem, [("m", "s1")])
    assert (breach.rule, breach.about) == (RoundRule.FLOOR, ("women",))
    (told,) = explain(problem, solution, "m").alternatives
    assert told.way is not None
    assert told.way.limits == (RoundRule.FLOOR,)


def test_a_place_that_is_given_back_may_go_to_anybody_a_floor_does_not_count() -> None:
    """The floor is broken by who left: it stands in nobody's way."""
    problem = a_round_for_women()
    free = make_solution(problem, (), most_people=1, who_bound=0, where_bound=0)
    assert [each.party for each in replacements(problem, free, "s1")] == ["m", "w"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "lower a floor."),
        ({"previous": frozenset({("m", "s1")}), "max_moves": 0}, "or allow more moves."),
        ({"pinned": frozenset({("m", "s1")})}, "break a rule, a limit or max_moves"),
    ],
)
def test_floors_that_cannot_hold_are_named(given: Any, said: str) -> None:
    problem = replace(a_round_for_women(), **given)
    if not given:
        problem = replace(problem, slots=())
    with pytest.raises(ProblemError, match=said) as refused:
        solve(problem)
    assert refused.value.ids in {("women",), ("m", "s1")}


@given(problems(5, 3), st.data())
def test_floors_by_waiting_can_be_reached_and_no_wish_is_read(
    written: Json, data: st.DataObject
) -> None:
    """Groups overlap, and somebody belongs to none."""
    written |= {"max_moves": None}
    groups_of = {
        each["id"]: data.draw(st.sampled_from([(), ("g",), ("h",), ("g", "h")]))
        for each in written["parties"]
    }
    problem = from_json(written)
    silent = replace(problem, parties=tuple(replace(p, wishes=()) for p in problem.parties))
    asked = with_floors(problem, groups_of)
    assert with_floors(silent, groups_of).floors == asked.floors
    if oracle.best_value(written) is None:
        assert asked == problem, "Pins clash: that is told by whoever solves it"
        return
    solution = solve(asked)
    assert breaches(asked, solution.matches) == ()
    assert solution.value == oracle.best_value(json.loads(to_json(asked)))


def test_served_by_waiting_each_has_the_first_place_in_time() -> None:
    """Who has waited longest takes the earlier place, though it wishes for the later one."""
    early = a_slot("early", rooms=(1,), production="bees")
    late = a_slot(
        "late",
        rooms=(1,),
        production="dairy",
        arrival=date(2027, 4, 20),
        departure=date(2027, 4, 22),
    )
    first = a_party("first", waiting_since=date(2026, 1, 1), wishes=("dairy",))
    only_early = a_party("x", available=((early.arrival, early.departure),))
    asked = with_floors(a_problem(first, only_early, early, late), {"first": ("a",), "x": ("b",)})
    assert asked.floors == {"a": 1}


def test_floors_that_the_best_choice_reaches_anyway_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A first solution that has all of them would have to be searched: none is asked for."""
    free = make_round(Shape(120, 40, families=True, crowding=0.5))
    groups_of = {each.id: ("family" if each.children else "adults",) for each in free.parties}
    asked = with_floors(free, groups_of)
    monkeypatch.setattr(CompactModel, "find_any", lambda *_: pytest.fail("searched"))
    assert len(asked.floors) == len(set(groups_of.values()))
    assert solve(asked).matches == solve(free).matches
