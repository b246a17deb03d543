"""Slots worth looking for, each figure found by solving again."""

from dataclasses import replace

from matching import advise, solve
from tests.matching.builders import CHARTRES, a_party, a_problem, a_slot


def test_a_slot_that_would_place_those_left_without_is_invented() -> None:
    left = [a_party(name, needs=("no-dogs",), languages=("prs",)) for name in "xy"]
    problem = a_problem(a_party("p"), *left, a_slot())
    solution = solve(problem)
    best = advise(problem, solution)[0]
    assert (best.people, best.placed, best.is_exact) == (2, ("x", "y"), True)
    assert (best.slot.features, best.slot.languages) == (("no-dogs",), ("fr", "prs"))
    assert best.slot.place == CHARTRES


def test_each_figure_is_what_solving_again_gives() -> None:
    left = [a_party(f"x{n}", reach_km=90, frames=("immersion",)) for n in range(3)]
    problem = a_problem(a_party("p"), *left, a_slot())
    solution = solve(problem)
    for told in advise(problem, solution, limit=3):
        after = solve(replace(problem, slots=(*problem.slots, told.slot)))
        assert told.people == after.people - solution.people
        assert told.points == after.points - solution.points


def test_nobody_left_without_needs_no_advice() -> None:
    problem = a_problem(a_party(), a_slot())
    assert advise(problem, solve(problem)) == ()


def test_a_family_too_large_for_the_usual_rooms_is_given_as_many_as_it_needs() -> None:
    family = a_party("family", men=1, women=1, children=3)
    problem = a_problem(a_party("p"), family, a_slot(rooms=(2,), children=True))
    best = advise(problem, solve(problem))[0]
    assert (best.people, best.placed, best.slot.rooms) == (5, ("family",), (2, 2, 2))
