"""Running PDLP: the linear relaxation of large models nearly, and further the longer it takes.

Its steps need no basis, only products with the matrix, so that each takes as long as the model is
large. What they have come to when time is up is as good a start as any: duals that are not optimal
prove a bound too.
"""

from __future__ import annotations

import numpy as np

from matching.solver.control import Control
from matching.solver.highs import Relaxed, time_limit_of
from matching.solver.linear_model import LinearModel

MOST_STEPS = 4_000
"""Steps until duals prove within two ten thousandths of what twice as many would."""

ENOUGH = 1e-5
"""A relative error in points and rows at which no step is missing."""

NOISE = 0.03
"""Values below are taken for 0: steps end near a vertex, not on it."""


def approach_relaxed(model: LinearModel, control: Control, seconds: float) -> Relaxed | None:
    """Come near the linear relaxation; none when there was no time, or the caller stops."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415  only when solving

    params = mathopt.SolveParameters(time_limit=time_limit_of(seconds), iteration_limit=MOST_STEPS)
    enough = params.pdlp.termination_criteria.simple_optimality_criteria
    enough.eps_optimal_relative = enough.eps_optimal_absolute = ENOUGH
    written = model.for_math_opt(relaxed=True)
    result = control.beside(lambda: mathopt.solve(written, mathopt.SolverType.PDLP, params=params))
    if result is None or not result.solutions:
        return None
    primal, dual = result.solutions[0].primal_solution, result.solutions[0].dual_solution
    if primal is None or dual is None:
        return None
    values = np.array([primal.variable_values[each] for each in written.variables()], np.float64)
    return Relaxed(
        np.where(values < NOISE, 0, values),
        np.array([dual.dual_values[each] for each in written.linear_constraints()], np.float64),
    )
