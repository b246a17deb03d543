"""What the engine is measured beside answers the same questions, of the same people."""

import pytest

from matching import Problem, own_points, solve
from matching.problem import TICKETS
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


def a_tie() -> tuple[Problem, list[str]]:
    """One bed, and more equals than there are tickets: the first two share the highest."""
    people = [a_party(f"p{n}") for n in range(2 * TICKETS)]
    own = own_points(a_problem(*people), seed=0)
    first = [party for party in own if own[party] == max(own.values())]
    wishes = dict(zip(first, WISHES, strict=True))
    told = [a_party(each.id, wishes=(wishes.get(each.id, "bees"),)) for each in people]
    return a_problem(*told, a_slot(rooms=(1,), production=WISHES[0])), first


def test_of_choices_with_as_many_own_points_the_rival_is_asked_for_the_one_that_is_named() -> None:
    problem, first = a_tie()
    solution = solve(problem)
    assert solution.is_optimal
    assert solution.matches[0].party in first
    worth = {party: place_points(problem, [(party, "s1")]) for party in first}
    assert worth[first[0]] > worth[first[1]]
    for party in first:
        outcome = ask_twice(problem, 60, ask, [party])
        assert (outcome.people, outcome.who, outcome.who_bound) == (1, *[solution.who.points] * 2)
        assert (outcome.where, outcome.where_bound) == (worth[party], worth[party])
        assert outcome.parties == (party,)


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
