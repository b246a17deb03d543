"""A freed place: who could take it, with at most one other move."""

import pytest
from hypothesis import given, settings

from matching import ProblemError, breaches, from_json, replacements, solve, tally
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


@settings(deadline=None, max_examples=60, derandomize=True)
@given(problems(6, 3))
def test_every_replacement_keeps_the_rules_and_gives_what_it_says(written: Json) -> None:
    problem = from_json(written | {"max_moves": None})
    try:
        solution = solve(problem)
    except ProblemError:
        return
    for slot, group in solution.group_of.items():
        leaver = next((each for each in group if (each, slot) not in problem.pinned), None)
        if leaver is None:
            continue
        after = solution.without(problem, *problem.companions[leaver])
        if breaches(problem, after.matches):
            continue
        for found in replacements(problem, after, slot, limit=10):
            kept = [each for each in after.matches if each.party not in dict(found.matches)]
            matches = [*kept, *found.matches]
            assert breaches(problem, matches) == ()
            people, points = tally(problem, matches)
            assert (people - after.people, points - after.points) == (found.people, found.points)
            assert len({each.slot for each in found.matches}) <= 2


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


def test_a_slot_that_is_not_in_the_round_has_no_places() -> None:
    problem = a_problem(a_party(), a_slot())
    with pytest.raises(ProblemError, match="Slot s2"):
        replacements(problem, solve(problem), "s2")
