"""The integer master: choose among columns so that nobody is used twice and limits are kept."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.solver.columns import Columns
from matching.solver.control import LARGEST_SEED, Control

if TYPE_CHECKING:
    from ortools.math_opt.python.mathopt import Model, SolveResult, Variable

LEAST_TOLERANCE = 0.5
"""Points are whole: a bound less than one above the answer proves it."""

CHOSEN = 0.5
"""What separates 0 from 1 in the solver's answer."""

ROUNDING = 1e-3
RELATIVE_ROUNDING = 1e-9
"""More than the solver's tolerances can take from a bound: in points, and as a share of it."""

LEAST_SECONDS = 0.01
"""A time limit that the solver does not take for none."""

NO_BOUND = 2.0**62
"""In place of infinity, when nothing is proven yet."""

Row = tuple[list[int], list[int], float, float]
"""Positions, coefficients, the least and the most allowed."""


@dataclass(frozen=True)
class Choice:
    """Chosen columns, and what no choice among those offered exceeds."""

    columns: tuple[int, ...]
    bound: int


def choose(
    columns: Columns,
    among: Sequence[int],
    start: set[int],
    control: Control,
    seconds: float,
    tolerance: float,
) -> Choice | None:
    """Choose columns among some, within a tolerance of the best; none when out of time."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415  only when solving

    model = mathopt.Model()
    use = [model.add_binary_variable() for _ in among]
    for positions, coefficients, least, most in _rows(columns, among):
        row = model.add_linear_constraint(lb=least, ub=most)
        for at, coefficient in zip(positions, coefficients, strict=True):
            row.set_coefficient(use[at], coefficient)
    model.objective.is_maximize = True
    for variable, column in zip(use, among, strict=True):
        model.objective.set_linear_coefficient(variable, columns.points[column])
    hint = {each: float(column in start) for each, column in zip(use, among, strict=True)}
    result = _solve(model, hint, control, seconds, tolerance)
    if result is None or not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    return Choice(
        columns=tuple(
            column for each, column in zip(use, among, strict=True) if values[each] > CHOSEN
        ),
        bound=_whole_bound(min(result.best_objective_bound(), NO_BOUND)),
    )


def _whole_bound(bound: float) -> int:
    return math.floor(bound + max(ROUNDING, RELATIVE_ROUNDING * abs(bound)))


def _rows(columns: Columns, among: Sequence[int]) -> list[Row]:
    """Write the master's rows: a slot and a unit are used once, limits are kept, pins hold."""
    once: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    limited: list[tuple[list[int], list[int]]] = [([], []) for _ in columns.limits.most]
    for at, column in enumerate(among):
        once["slot", columns.slot(column)].append(at)
        for unit in columns.units(column):
            once["unit", unit].append(at)
        for row, used in columns.uses[column].items():
            limited[row][0].append(at)
            limited[row][1].append(used)
    pinned = {("slot", slot) for slot in columns.instance.pins.values()}
    rows: list[Row] = [
        (positions, [1] * len(positions), 1 if key in pinned else -math.inf, 1)
        for key, positions in once.items()
        if len(positions) > 1 or key in pinned
    ]
    most = columns.limits.most.tolist()
    return rows + [(*row, -math.inf, most[at]) for at, row in enumerate(limited)]


def _solve(
    model: Model, hint: dict[Variable, float], control: Control, seconds: float, tolerance: float
) -> SolveResult | None:
    """Run HiGHS beside the caller; none when it failed, or was left behind."""
    from ortools.math_opt.python import mathopt  # noqa: PLC0415

    params = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=max(LEAST_SECONDS, seconds)),
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=tolerance,
        random_seed=control.seed % LARGEST_SEED,
    )
    hinted = mathopt.ModelSolveParameters(
        solution_hints=[mathopt.SolutionHint(variable_values=hint)]
    )

    def run() -> SolveResult | None:
        try:
            return mathopt.solve(
                model, mathopt.SolverType.HIGHS, params=params, model_params=hinted
            )
        except Exception:
            return None

    return control.beside(run)
