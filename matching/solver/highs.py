"""Running HiGHS: which 0-1 variables to choose, and a bound in whole points."""

from __future__ import annotations

import datetime
import logging
import math
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from matching.arrays import Reals
from matching.solver.control import LARGEST_SEED, Control
from matching.solver.linear_model import LinearModel

if TYPE_CHECKING:
    from ortools.math_opt.python.mathopt import Model, SolveParameters, SolveResult, Variable

log = logging.getLogger(__name__)

LEAST_TOLERANCE = 0.5
"""Points are whole: a bound less than one above the solution proves it."""

CHOSEN = 0.5
"""What separates 0 from 1 in the solver's values."""

ROUNDING = 1e-3
RELATIVE_ROUNDING = 1e-9
"""More than the solver's tolerances can take from a bound: in points, and as a share of it."""

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
        None when nothing was found in time, or the caller stops. What the solver fails with is
        raised: to find nothing in time is no failure.
    """
    from ortools.math_opt.python import mathopt  # noqa: PLC0415  only when solving

    params = mathopt.SolveParameters(
        time_limit=time_limit_of(seconds),
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=max(LEAST_TOLERANCE, tolerance),
        random_seed=control.seed % LARGEST_SEED,
        presolve=None if presolve else mathopt.Emphasis.OFF,
    )
    written = model.for_math_opt()
    choices = list(islice(written.variables(), model.choices))
    hint = {each: float(at in start) for at, each in enumerate(choices)}
    result = control.beside(lambda: _run(written, params, hint))
    return None if result is None else _choice(result, choices)


def _choice(result: SolveResult, choices: list[Variable]) -> Choice | None:
    """Read what was chosen; none where nothing was found."""
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values(choices)
    return Choice(
        chosen=tuple(at for at, value in enumerate(values) if value > CHOSEN),
        bound=_whole(min(result.best_objective_bound(), NO_BOUND)),
    )


def time_limit_of(seconds: float) -> datetime.timedelta:
    """Write a time limit so that the solvers take it for one."""
    return datetime.timedelta(seconds=max(LEAST_SECONDS, seconds))


def _run(model: Model, params: SolveParameters, hint: dict[Variable, float]) -> SolveResult:
    """Run the solver; what it fails with is noted whole, for MathOpt may hide the reason."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415

    hints = [mathopt.SolutionHint(variable_values=hint)] if hint else []
    hinted = mathopt.ModelSolveParameters(solution_hints=hints)
    try:
        return mathopt.solve(model, mathopt.SolverType.HIGHS, params=params, model_params=hinted)
    except Exception:
        log.exception("HiGHS failed.")
        raise


def _whole(bound: float) -> int:
    return math.floor(bound + max(ROUNDING, RELATIVE_ROUNDING * abs(bound)))
