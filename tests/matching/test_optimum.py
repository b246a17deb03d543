"""The engine against every possible answer, on random tiny problems that use every rule at once.

The quick slice runs with the suite; `SILLON_EXAMPLES=10000 pytest tests/matching/test_optimum.py`
runs the full count.
"""

import json

from hypothesis import given

from matching import ProblemError, Solution, breaches, from_json, solve, to_json
from tests.matching import oracle
from tests.matching.strategies import Json, problems


@given(problems())
def test_no_answer_is_better_than_the_solution(written: Json) -> None:
    best = oracle.best_value(written)
    try:
        solution = solve(from_json(written))
    except ProblemError:
        assert best is None
        return
    assert solution.value == best
    assert solution.is_optimal
    assert_valid(written, solution)


def assert_valid(written: Json, solution: Solution) -> None:
    party_of = {party["id"]: party for party in written["parties"]}
    slot_of = {slot["id"]: slot for slot in written["slots"]}
    matches = [(party_of[party], slot_of[slot]) for party, slot in solution.matches]
    assert oracle.is_valid(written, matches)
    assert solution.value == oracle.value_of(written, oracle.own_points(written, 0), matches)
    assert breaches(from_json(written), solution.matches) == ()
    assert from_json(to_json(solution)) == solution
    assert json.loads(to_json(solution))["optimal"] is True
