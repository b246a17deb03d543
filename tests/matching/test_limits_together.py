"""Farms that limit their parties and the people of each month, in one round with few interpreters.

`SILLON_EXAMPLES=10000 pytest tests/matching/test_limits_together.py` runs the full count.
"""

from hypothesis import given
from hypothesis import strategies as st

from matching import ProblemError, breaches, from_json, solve
from tests.matching import oracle
from tests.matching.answers import assert_bounds_are_true
from tests.matching.strategies import HERE, Json, problems

FARMS = "f1", "f2"
MONTHS = "2027-04", "2027-05"
ANYBODY: Json = {
    "reach_km": 300,
    "available": [["2027-04-01", "2027-05-31"]],
    "frames": ["discovery"],
    "refuses": [],
}
ANYWHERE: Json = {"place": HERE, "frame": "discovery", "children": True, "refuses": []}


def wide_open(written: Json) -> Json:
    """The same round over two months, where next to everybody could go next to everywhere."""
    slots = []
    for at, slot in enumerate(written["slots"]):
        stay = {end: slot[end].replace("2027-04", MONTHS[at % 2]) for end in STAY}
        slots.append(slot | ANYWHERE | stay | {"farm": FARMS[at // 3]})
    parties = [party | ANYBODY for party in written["parties"]]
    return written | {"parties": parties, "slots": slots, "excluded": []}


STAY = "arrival", "departure"
LIMITS = st.fixed_dictionaries(
    {
        "farm_limits": st.fixed_dictionaries(dict.fromkeys(FARMS, st.integers(1, 3))),
        "month_limits": st.fixed_dictionaries(
            dict.fromkeys(FARMS, st.fixed_dictionaries(dict.fromkeys(MONTHS, st.integers(0, 3))))
        ),
        "interpreter_limit": st.integers(0, 2),
    }
)


@given(problems(5, 4).map(wide_open), LIMITS)
def test_no_answer_that_keeps_farms_months_and_interpreters_at_once_is_better(
    written: Json, limits: Json
) -> None:
    """What is said to be proven is so, of a round that is solved and of one that had no time."""
    limited = written | limits
    problem, best = from_json(limited), oracle.best_value(limited)
    try:
        solution, hurried = solve(problem), solve(problem, time_limit=0)
    except ProblemError:
        assert best is None
        return
    assert (solution.value, solution.is_optimal) == (best, True)
    for each in solution, hurried:
        assert breaches(problem, each.matches) == ()
        assert_bounds_are_true(limited, each)
