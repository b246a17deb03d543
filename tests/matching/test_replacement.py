"""A freed place: who could take it, with at most one other move; and who could swap."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import (
    Match,
    Problem,
    ProblemError,
    RoundRule,
    Solution,
    breaches,
    from_json,
    replacements,
    solve,
    swaps,
    to_json,
)
from tests.matching.answers import values
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems

Pairs = dict[str, str]


@given(problems(6, 3), st.sampled_from([None, None, 0, 1]))
def test_replacements_are_all_the_answers_that_one_or_two_moves_give(
    written: Json, most: int | None
) -> None:
    problem = from_json(written)
    try:
        solution = solve(problem)
    except ProblemError:
        return
    if most is not None:
        problem = replace(problem, previous=frozenset(solution.matches), max_moves=most)
        solution = solve(problem)
    for slot, (leaver, *_) in solution.group_of.items():
        after = solution.without(problem, leaver)
        found = replacements(problem, after, slot, limit=1000)
        assert sorted(sorted(each.matches) for each in found) == sorted(
            sorted(each.items())
            for each in moved(problem, after, slot)
            if is_fine(problem, after, each)
        )
        for each in found:
            matches = (after.slot_of | dict(each.matches)).items()
            now = values(json.loads(to_json(problem)), after, map(Match._make, matches))
            gained = tuple(new - old for new, old in zip(now, after.value, strict=True))
            assert gained == (each.people, each.who, each.where)
            movers = {problem.companions[party] for party in dict(each.matches)}
            assert sum(unit[0] in after.slot_of for unit in movers) <= 1
            assert each.moved_from == after.slot_of.get(each.party)
        assert sorted(found, key=lambda each: (-each.people, -each.who, -each.where)) == list(found)


@given(problems(6, 3))
def test_swaps_are_all_the_answers_in_which_two_take_each_others_places(written: Json) -> None:
    problem = from_json(written)
    try:
        solution = solve(problem)
    except ProblemError:
        return
    for party in solution.slot_of:
        found = swaps(problem, solution, party, limit=1000)
        assert sorted(sorted(each.matches) for each in found) == sorted(
            sorted(each.items())
            for each in swapped(problem, solution, party)
            if breaches(problem, (solution.slot_of | each).items()) == ()
        )
        for each in found:
            matches = (solution.slot_of | dict(each.matches)).items()
            now = values(written, solution, map(Match._make, matches))
            gained = tuple(new - old for new, old in zip(now, solution.value, strict=True))
            assert gained == (each.people, each.who, each.where)
            assert each.moved_from == dict(each.matches)[party]
        assert sorted(found, key=lambda each: -each.where) == list(found)


def swapped(problem: Problem, solution: Solution, party: str) -> Iterator[Pairs]:
    """Everyone who is elsewhere in the party's place, and the party in theirs."""
    unit, here = problem.companions[party], solution.slot_of[party]
    for other in set(problem.companions.values()):
        there = solution.slot_of.get(other[0], here)
        if there != here:
            yield dict.fromkeys(other, here) | dict.fromkeys(unit, there)


def test_who_has_no_place_has_none_to_swap_and_who_is_pinned_keeps_it() -> None:
    x, y, z = a_party("x"), a_party("y"), a_party("z")
    slots = a_slot("s1", rooms=(1,)), a_slot("s2", rooms=(1,))
    problem = a_problem(x, y, z, *slots)
    standing = [Match("x", "s1"), Match("y", "s2")]
    (found,) = swaps(problem, standing, "x")
    assert set(found.matches) == {("x", "s2"), ("y", "s1")}
    with pytest.raises(ProblemError, match="Party z"):
        swaps(problem, standing, "z")
    for kept in standing:
        assert swaps(replace(problem, pinned=frozenset({kept})), standing, "x") == ()


def moved(problem: Problem, after: Solution, slot: str) -> Iterator[Pairs]:
    """Everyone who waits in the slot, or someone placed there and who waits in their place."""
    units = set(problem.companions.values())
    waiting = [unit for unit in units if unit[0] not in after.slot_of]
    for unit in waiting:
        yield dict.fromkeys(unit, slot)
    for unit in units.difference(waiting):
        left = after.slot_of[unit[0]]
        if left != slot:
            yield from (dict.fromkeys(unit, slot) | dict.fromkeys(one, left) for one in waiting)


def is_fine(problem: Problem, after: Solution, change: Pairs) -> bool:
    """Whether every rule holds, but for the pin of a guest who declined."""
    broken = set(breaches(problem, (after.slot_of | change).items()))
    pins = {each for each in breaches(problem, after.matches) if each.rule is RoundRule.PINNED}
    return broken <= pins


def test_someone_who_waits_takes_the_place() -> None:
    x, y = a_party("x"), a_party("y", past_visits=1)
    problem = a_problem(x, y, a_slot(rooms=(1,)))
    solution = solve(problem).without(problem, "x")
    assert [each.party for each in replacements(problem, solution, "s1", limit=1)] == ["x"]
    assert [each.party for each in replacements(problem, solution, "s1")] == ["x", "y"]


def test_one_other_move_lets_someone_in_who_could_not_come_directly() -> None:
    mover = a_party("mover")
    waiting = a_party("waiting", needs=("no-dogs",))
    slots = (a_slot("free", rooms=(1,)), a_slot("quiet", rooms=(1,), features=("no-dogs",)))
    problem = a_problem(mover, waiting, *slots, pinned=frozenset({("mover", "quiet")}))
    solution = solve(problem)
    assert replacements(problem, solution, "free") == ()
    movable = a_problem(mover, waiting, *slots)
    (found,) = replacements(movable, solution, "free")
    assert found.matches == (("mover", "free"), ("waiting", "quiet"))
    assert (found.party, found.moved_from, found.people) == ("mover", "quiet", 1)


def after_a_decline(max_moves: int) -> list[str]:
    """Who could come for a guest who declines, when one who stands elsewhere could move there."""
    declines, mover = a_party("declines"), a_party("mover", needs=("no-dogs",))
    waits, needy = a_party("waits"), a_party("needy", needs=("no-dogs",))
    problem = a_problem(
        *(declines, mover, waits, needy),
        a_slot("free", rooms=(1,), features=("no-dogs",)),
        a_slot("quiet", rooms=(1,), features=("no-dogs",)),
        previous=frozenset({("declines", "free"), ("mover", "quiet")}),
        max_moves=max_moves,
        excluded=frozenset({("needy", "free"), ("waits", "quiet")}),
    )
    before = solve(replace(problem, pinned=problem.previous))
    left = before.without(problem, "declines")
    found = replacements(problem, left, "free", limit=10)
    return sorted(each.party for each in found if each.party != "declines")


def test_a_guest_who_declines_uses_up_a_move() -> None:
    assert after_a_decline(max_moves=0) == []
    assert after_a_decline(max_moves=1) == ["waits"]
    assert set(after_a_decline(max_moves=2)) == {"mover", "waits"}


def test_when_one_of_several_companions_declines_their_places_are_free_too() -> None:
    x, y, z = a_party("x", together="t"), a_party("y", together="t"), a_party("z")
    problem = a_problem(x, y, z, a_slot(rooms=(3,)))
    left = solve(problem).without(problem, "y")
    assert (left.matches, left.people) == ((("z", "s1"),), 1)
    assert left.value == values(json.loads(to_json(problem)), left, left.matches)
    (found,) = replacements(problem, left, "s1")
    assert found.matches == (("x", "s1"), ("y", "s1"))


def test_a_slot_that_is_not_in_the_round_has_no_places() -> None:
    problem = a_problem(a_party(), a_slot())
    with pytest.raises(ProblemError, match="Slot s2"):
        replacements(problem, solve(problem), "s2")
