"""What must hold whatever the round: more room never hurts, order never matters."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matching import (
    Problem,
    ProblemError,
    Room,
    Slot,
    Solution,
    breaches,
    from_json,
    solve,
    to_json,
)
from tests.matching import oracle
from tests.matching.answers import assert_bounds_are_true
from tests.matching.strategies import Json, problems


def most_people(problem: Problem) -> int:
    solution = solve(problem)
    assert solution.is_optimal
    return solution.people


@given(problems(6, 3), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(written: Json, chance: Any) -> None:
    shuffled = written | {
        name: chance.sample(written[name], len(written[name])) for name in ("parties", "slots")
    }
    assert outcome(shuffled) == outcome(written)


def outcome(written: Json) -> Solution | tuple[str, ...]:
    """The solution, or whom the refusal to solve names."""
    try:
        return replace(solve(from_json(written)), seconds=0)
    except ProblemError as error:
        return error.ids


@given(problems(5, 3))
def test_the_same_problem_gives_the_same_answer_to_the_last_byte(written: Json) -> None:
    problem = from_json(written)
    try:
        solution = replace(solve(problem, seed=7), seconds=0)
    except ProblemError:
        return
    assert to_json(solution) == to_json(replace(solve(problem, seed=7), seconds=0))


def roomier(slot: Slot) -> Slot:
    return replace(slot, rooms=(*slot.rooms, Room(2)))


@given(problems(6, 3, stable=False))
def test_more_places_never_lower_the_most_people(written: Json) -> None:
    problem = from_json(written)
    larger = replace(problem, slots=tuple(roomier(slot) for slot in problem.slots))
    assert most_people(larger) >= most_people(problem)


@given(problems(6, 3, stable=False))
def test_fewer_needs_never_lower_the_most_people(written: Json) -> None:
    problem = from_json(written)
    parties = tuple(replace(party, needs=()) for party in problem.parties)
    assert most_people(replace(problem, parties=parties)) >= most_people(problem)


@given(problems(6, 3, stable=False))
def test_more_reach_never_lowers_the_most_people(written: Json) -> None:
    problem = from_json(written)
    parties = tuple(replace(each, reach_km=2 * each.reach_km) for each in problem.parties)
    there = {party.id for party in parties if party.reach_km}
    excluded = frozenset(pair for pair in problem.excluded if pair[0] in there)
    some = replace(problem, parties=tuple(p for p in parties if p.id in there), excluded=excluded)
    farther, nearer = (
        some,
        replace(some, parties=tuple(p for p in problem.parties if p.id in there)),
    )
    assert most_people(farther) >= most_people(nearer)


@given(problems(6, 3), st.sampled_from([0.0, 0.001, 1.0]))
def test_however_short_the_time_the_answer_is_valid_and_the_bound_true(
    written: Json, seconds: float
) -> None:
    problem = from_json(written)
    try:
        hurried = solve(problem, time_limit=seconds)
    except ProblemError:
        assert oracle.best_value(written) is None
        return
    assert breaches(problem, hurried.matches) == ()
    assert_bounds_are_true(written, hurried)
