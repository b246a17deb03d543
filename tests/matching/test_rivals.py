"""What the engine is measured beside answers the same questions, of the same people."""

import pytest

from matching import Problem, own_points, solve
from matching.solution import place_points
from matching.solver.compact.model import CompactModel
from matching.solver.control import Control
from matching.solver.highs import Choice
from matching.solver.instance import Instance
from tests.benchmarks.goals import Figures, contradicted
from tests.benchmarks.methods import ask_twice
from tests.matching.builders import a_party, a_problem, a_slot

WISHES = "beef", "fruit"
"""The first is what the only farm has."""


def ask(instance: Instance, left: float) -> Choice | None:
    return CompactModel(instance).maximise_by_highs((), Control(left), left)


def a_tie() -> tuple[Problem, list[tuple[str, str]]]:
    """Two beds, four equals who go two by two: the first lot with the last, the others together."""
    own = own_points(a_problem(*map(a_party, "abcd")), seed=0)
    first, second, third, last = sorted(own, key=lambda each: -own[each])
    pairs = [(first, last), (second, third)]
    told = [
        a_party(each, wishes=(wish,), together=wish)
        for pair, wish in zip(pairs, WISHES, strict=True)
        for each in pair
    ]
    return a_problem(*told, a_slot(rooms=(2,), production=WISHES[0])), pairs


def test_of_choices_with_as_many_own_points_the_rival_is_asked_for_the_one_that_is_named() -> None:
    problem, pairs = a_tie()
    solution = solve(problem)
    assert solution.is_optimal
    assert any(solution.slot_of.keys() == set(pair) for pair in pairs)
    worth = {pair: place_points(problem, [(each, "s1") for each in pair]) for pair in pairs}
    assert worth[pairs[0]] > worth[pairs[1]]
    for pair in pairs:
        outcome = ask_twice(problem, 60, ask, pair)
        assert (outcome.people, outcome.who, outcome.who_bound) == (2, *[solution.who.points] * 2)
        assert (outcome.where, outcome.where_bound) == (worth[pair], worth[pair])
        assert outcome.parties == pair


PROVEN: Figures = {
    "people": 5, "most_people": 5, "who": 70, "who_bound": 70, "where": 30, "where_bound": 30,
}  # fmt: skip


@pytest.mark.parametrize(
    ("rival", "questions"),
    [
        ({}, []),
        ({"most_people": 6, "who": 60, "where": 20, "where_bound": 40}, []),
        ({"people": 6, "most_people": 6}, ["how-many"]),
        ({"people": 4, "most_people": 5, "who": 80, "who_bound": 80}, []),
        ({"who": 71, "who_bound": 71}, ["who"]),
        ({"where": 31, "where_bound": 31}, ["where"]),
        ({"who_bound": 69, "where_bound": 29}, ["where", "who"]),
        ({"people": 0, "most_people": None, "who_bound": None, "where_bound": None}, []),
    ],
)
def test_an_answer_beyond_what_the_other_has_proven_is_told_by_its_question(
    rival: Figures, questions: list[str]
) -> None:
    assert contradicted(PROVEN, PROVEN | rival) == questions
    assert contradicted(PROVEN | rival, PROVEN) == questions
