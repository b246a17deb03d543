"""The three questions that a solution answers, written as the solver saw them."""

from __future__ import annotations

from matching.certificate import QUESTIONS
from matching.lottery import own_points
from matching.problem import Problem
from matching.solution import Solution
from matching.solver import objectives
from matching.solver.instance import Instance, make_instance


def questions(problem: Problem, solution: Solution, person: int) -> dict[str, Instance]:
    """Write each question by its name.

    Parameters
    ----------
    person
        Points for a person beside own points, in *who*.
    """
    instance = make_instance(problem)
    worth = objectives.unit_worth(instance, own_points(problem, solution.seed, solution.tickets))
    asked = (
        objectives.how_many(instance),
        objectives.who(instance, worth, person),
        objectives.where(instance, pairs_of_solution(instance, solution)).instance,
    )
    return dict(zip(QUESTIONS, asked, strict=True))


def pairs_of_solution(instance: Instance, solution: Solution) -> list[int]:
    """List the pairs of an instance that a solution chose."""
    number = {slot.id: at for at, slot in enumerate(instance.slots)}
    chosen = [solution.slot_of.get(parties[0].id) for parties in instance.units]
    return instance.pairs_of(
        {unit: number[slot] for unit, slot in enumerate(chosen) if slot is not None}
    )
