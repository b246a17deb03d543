"""Find the prices that make an answer verifiable."""

from __future__ import annotations

from dataclasses import replace

from matching.certificate import QUESTIONS, Certificate, Prices, digest
from matching.lottery import own_points
from matching.price_check import PriceCheck
from matching.problem import Problem
from matching.questions import pairs_of_solution, questions
from matching.solution import Part, Solution
from matching.solver import objectives
from matching.solver.control import Control
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.instance import Instance, make_instance


def certify(
    problem: Problem, solution: Solution, time_limit: float = 60
) -> tuple[Certificate, Solution]:
    """Find prices for the three questions of a solution, as low as the relaxation or steps lead.

    They prove what the linear relaxation over groups proves: mostly the bound itself, else a little
    more than it.

    Returns
    -------
    tuple[Certificate, Solution]
        The prices, and the solution with bounds no higher than these prove.
    """
    control = Control(time_limit, solution.seed)
    instance = make_instance(problem)
    worth = objectives.unit_worth(instance, own_points(problem, solution.seed, solution.tickets))
    person = objectives.usual_person(worth)
    asked = questions(problem, solution, person)
    prices = {
        name: _price(each, solution, control.within(1 / (len(asked) - at)))
        for at, (name, each) in enumerate(asked.items())
    }
    most, who, where = (prices[name].bound for name in QUESTIONS)
    tightened = replace(
        solution,
        most_people=min(solution.most_people, most),
        who=_no_higher(solution.who, who - person * solution.people),
        where=_no_higher(solution.where, where),
    )
    return Certificate(digest(problem), person, prices), tightened


def _no_higher(part: Part, bound: int) -> Part:
    return Part(part.points, min(part.bound, bound))


def _price(instance: Instance, solution: Solution, control: Control) -> Prices:
    start = pairs_of_solution(instance, solution)
    run = GapClosing(instance, start, instance.trivial_bound() + 1, control)
    best = run.best_duals(run.initial_duals())
    units, limits = best.duals.unit.tolist(), best.duals.linking.tolist()
    return Prices(tuple(units), tuple(limits), PriceCheck(instance).bound(units, limits))
