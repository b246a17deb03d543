"""What the engine is measured beside, on the same problem and under the same rules."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

import numpy as np

from matching import Problem, breaches, find_candidates, first_come_first_served, solve, tally
from matching.solver.control import Control
from matching.solver.instance import make_instance
from matching.solver.pair_model import PairModel


@dataclass(frozen=True)
class Outcome:
    """Points reached, and the bound proven; none when the method proves none."""

    points: int
    people: int
    bound: int | None


def engine(problem: Problem, seconds: float, workers: int) -> Outcome:
    """Solve with this engine."""
    # Started anew, not forked: what is measured of a worker is then its own memory alone.
    context = get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context) if workers else None
    solution = solve(problem, time_limit=seconds, executor=executor)
    if executor is not None:
        executor.shutdown()
    assert not breaches(problem, solution.matches)
    return Outcome(solution.points, solution.people, solution.bound)


def greedy(problem: Problem, _seconds: float, _workers: int) -> Outcome:
    """First come, first served."""
    served = first_come_first_served(problem)
    return Outcome(served.points, served.people, None)


def cp_sat(problem: Problem, seconds: float, _workers: int) -> Outcome:
    """CP-SAT with a Boolean a pair, eight workers, rooms modelled by counts."""
    model = PairModel(make_instance(problem))
    found = model.best((), Control(seconds))
    return Outcome(0, 0, None) if found is None else _outcome(problem, model, *found)


def highs(problem: Problem, seconds: float, _workers: int) -> Outcome:
    """Send the very same model to HiGHS."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415

    pair_model = PairModel(make_instance(problem))
    model = _as_mip(pair_model)
    params = mathopt.SolveParameters(
        time_limit=timedelta(seconds=seconds), relative_gap_tolerance=0.0
    )
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
    bound = math.floor(min(result.best_objective_bound(), 2.0**60) + 1e-3)
    if not result.has_primal_feasible_solution():
        return Outcome(0, 0, bound)
    values = result.variable_values(list(model.variables()))
    chosen = [at for at, each in enumerate(pair_model.choose) if values[each.index] > 0.5]
    return _outcome(problem, pair_model, chosen, bound)


def assignment(problem: Problem, _seconds: float, _workers: int) -> Outcome:
    """Solve parties of one and slots of one bed with scipy's linear_sum_assignment."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    found = find_candidates(problem)
    worth = np.zeros((len(problem.parties), len(problem.slots)))
    worth[found.party, found.slot] = found.points
    chosen = worth[linear_sum_assignment(worth, maximize=True)]
    total = int(chosen.sum())
    return Outcome(total, int((chosen > 0).sum()), total)


METHODS: dict[str, Callable[[Problem, float, int], Outcome]] = {
    "greedy": greedy,
    "cp-sat": cp_sat,
    "highs": highs,
    "scipy": assignment,
    "engine": engine,
}


def _outcome(problem: Problem, model: PairModel, chosen: list[int], bound: int) -> Outcome:
    matches = model.instance.matches(chosen)
    assert not breaches(problem, matches)
    people, points = tally(problem, matches)
    return Outcome(points, people, bound)


def _as_mip(pair_model: PairModel) -> Any:
    """Rewrite a CP-SAT model of linear rows and implications as a mixed-integer program."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415

    written = pair_model.model.proto
    model = mathopt.Model()
    variables = [
        model.add_integer_variable(lb=min(each.domain), ub=max(each.domain))
        for each in written.variables
    ]

    def literal(index: int) -> Any:
        return variables[index] if index >= 0 else 1 - variables[-index - 1]

    for row in written.constraints:
        if row.has_at_most_one():
            total = mathopt.fast_sum([literal(each) for each in row.at_most_one.literals])
            model.add_linear_constraint(total <= 1)
        elif row.has_bool_or() or row.has_bool_and():
            told = row.bool_or.literals if row.has_bool_or() else row.bool_and.literals
            needs = [1 - literal(each) for each in row.enforcement_literal]
            for one in [list(told)] if row.has_bool_or() else [[each] for each in told]:
                total = mathopt.fast_sum([*map(literal, one), *needs])
                model.add_linear_constraint(total >= 1)
        else:
            _add_linear(model, row, variables, literal)
    model.objective.is_maximize = True
    points = pair_model.instance.points.tolist()
    for each, worth in zip(pair_model.choose, points, strict=True):
        model.objective.set_linear_coefficient(variables[each.index], worth)
    return model


def _add_linear(model: Any, row: Any, variables: list[Any], literal: Callable[[int], Any]) -> None:
    """Add a row; one that holds only when a literal does, loosened by its least when not."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415

    total = mathopt.fast_sum(
        [
            coefficient * variables[each]
            for each, coefficient in zip(row.linear.vars, row.linear.coeffs, strict=True)
        ]
    )
    least, *_, most = list(row.linear.domain)
    for each in row.enforcement_literal:
        least = least * literal(each)
    if not isinstance(least, int) or least > -(2**62):
        model.add_linear_constraint(total >= least)
    if most < 2**62:
        model.add_linear_constraint(total <= most)
