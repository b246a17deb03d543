"""Running HiGHS: which 0-1 variables to choose, and a bound in whole points."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matching.arrays import Reals
from matching.solver.control import LARGEST_SEED, Control
from matching.solver.linear_model import LinearModel
from matching.solver.math_opt import dense, hint_of, make_solver, run

if TYPE_CHECKING:
    from ortools.math_opt.result_pb2 import SolveResultProto

LEAST_TOLERANCE = 0.5
"""Points are whole: a bound less than one above the solution proves it."""

CHOSEN = 0.5
"""What separates 0 from 1 in the solver's values."""

ROUNDING = 1e-3
RELATIVE_ROUNDING = 1e-10
"""More than the solver's tolerances can take from a bound: in points, and as a share of it.

A sum of ten thousand floats is wrong by two parts in 10¹² at worst; a ticket of the lottery is
five parts in 10¹⁰ of *who* with 2,000 parties, and has to be told."""

LEAST_SECONDS = 0.01
"""A time limit that the solver does not take for none."""

NO_BOUND = 2.0**62
"""In place of infinity, when nothing is proven yet."""


@dataclass(frozen=True)
class Choice:
    """The choices that are made, by number, and the points that no solution exceeds."""

    chosen: tuple[int, ...]
    bound: int


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What the linear relaxation of a model ends with.

    Parameters
    ----------
    values
        ``(n_variables,) float64``: how far each choice is made, then those of other variables.
    duals
        ``(n_rows,) float64``.
    """

    values: Reals
    duals: Reals


def solve_binary(
    model: LinearModel,
    start: Collection[int],
    control: Control,
    seconds: float,
    tolerance: float,
    *,
    presolve: bool = True,
) -> Choice | None:
    """Make the choices of a model for the most points.

    Parameters
    ----------
    start
        The choices of a solution to begin with.
    seconds
        Time limit.
    tolerance
        Points by which the solution may be worse than the best.
    presolve
        Whether the solver first looks for a smaller model.

    Returns
    -------
    Choice | None
        None when nothing was found in time, the solver does not keep its limit, or the caller
        stops. What the solver fails with is raised: to find nothing in time is no failure.
    """
    from ortools.math_opt.python import mathopt  # noqa: PLC0415  only when solving

    params = mathopt.SolveParameters(
        time_limit=time_limit_of(seconds),
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=max(LEAST_TOLERANCE, tolerance),
        random_seed=control.seed % LARGEST_SEED,
        presolve=None if presolve else mathopt.Emphasis.OFF,
    )
    solver = make_solver(mathopt.SolverType.HIGHS, model.for_math_opt())
    hint = hint_of(start, model.choices)
    result = control.beside(lambda: run(solver, params, hint), seconds=seconds)
    return None if result is None else _choice(result, model)


def _choice(result: SolveResultProto, model: LinearModel) -> Choice | None:
    """Read what was chosen; none where nothing was found."""
    from ortools.math_opt.solution_pb2 import SOLUTION_STATUS_FEASIBLE  # noqa: PLC0415

    if not result.solutions:
        return None
    found = result.solutions[0].primal_solution
    if found.feasibility_status != SOLUTION_STATUS_FEASIBLE:
        return None
    values = dense(found.variable_values, len(model.upper))[: model.choices]
    return Choice(
        chosen=tuple(np.flatnonzero(values > CHOSEN).tolist()),
        bound=model.apart + _whole(min(result.termination.objective_bounds.dual_bound, NO_BOUND)),
    )


def read_relaxed(result: SolveResultProto, variables: int, rows: int) -> Relaxed | None:
    """Read the values and duals of a relaxation; none where either is lacking."""
    if not result.solutions:
        return None
    best = result.solutions[0]
    if not (best.HasField("primal_solution") and best.HasField("dual_solution")):
        return None
    return Relaxed(
        dense(best.primal_solution.variable_values, variables),
        dense(best.dual_solution.dual_values, rows),
    )


def time_limit_of(seconds: float) -> datetime.timedelta:
    """Write a time limit so that the solvers take it for one."""
    return datetime.timedelta(seconds=max(LEAST_SECONDS, seconds))


def _whole(bound: float) -> int:
    return math.floor(bound + max(ROUNDING, RELATIVE_ROUNDING * abs(bound)))
