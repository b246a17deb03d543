"""Running PDLP: the linear relaxation of large models nearly, and further the longer it takes.

Its steps need no basis, only products with the matrix, so that each takes as long as the model is
large. What they have come to when time is up is as good a start as any: duals that are not optimal
prove a bound too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.solver.control import Control
from matching.solver.highs import Relaxed, read_relaxed, time_limit_of
from matching.solver.linear_model import LinearModel
from matching.solver.math_opt import make_solver, run

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
    solver = make_solver(mathopt.SolverType.PDLP, model.for_math_opt(relaxed=True))
    result = control.beside(lambda: run(solver, params))
    if result is None:
        return None
    near = read_relaxed(result, len(model.upper), len(model.bounds))
    if near is None:
        return None
    return replace(near, values=np.where(near.values < NOISE, 0, near.values))
