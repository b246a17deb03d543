"""The integer master: choose among columns so that no unit is used twice and limits are kept."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from matching.solver.column_generation.column_pool import ColumnPool
from matching.solver.control import Control
from matching.solver.highs import Choice, solve_binary

Row = tuple[list[int], list[int], float, float]
"""Positions, coefficients, the least and the most allowed."""


def solve_integer_master(
    pool: ColumnPool,
    among: Sequence[int],
    start: set[int],
    control: Control,
    seconds: float,
    tolerance: float,
) -> Choice | None:
    """Choose columns by HiGHS.

    Parameters
    ----------
    among
        The columns to choose from, by number.
    start
        Those of them in use, to begin with.
    seconds
        Time limit.
    tolerance
        Points by which the choice may be worse than the best.

    Returns
    -------
    Choice | None
        Positions in `among`; none when nothing was found in time.
    """
    from ortools.math_opt.python import mathopt  # noqa: PLC0415  only when solving

    model = mathopt.Model()
    use = [model.add_binary_variable() for _ in among]
    for positions, coefficients, least, most in _rows(pool, among):
        row = model.add_linear_constraint(lb=least, ub=most)
        for at, coefficient in zip(positions, coefficients, strict=True):
            row.set_coefficient(use[at], coefficient)
    model.objective.is_maximize = True
    for variable, column in zip(use, among, strict=True):
        model.objective.set_linear_coefficient(variable, pool.points[column])
    begun = {at for at, column in enumerate(among) if column in start}
    return solve_binary(model, use, begun, control, seconds, tolerance)


def _rows(pool: ColumnPool, among: Sequence[int]) -> list[Row]:
    """Write the master's rows: a slot and a unit are used once, limits are kept, pins hold."""
    once: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    limited: list[tuple[list[int], list[int]]] = [([], []) for _ in pool.linking.rhs]
    for at, column in enumerate(among):
        once["slot", pool.slot(column)].append(at)
        for unit in pool.units(column):
            once["unit", unit].append(at)
        for row, used in pool.linking_use[column].items():
            limited[row][0].append(at)
            limited[row][1].append(used)
    pinned = {("slot", slot) for slot in pool.instance.pins.values()}
    rows: list[Row] = [
        (positions, [1] * len(positions), 1 if key in pinned else -math.inf, 1)
        for key, positions in once.items()
        if len(positions) > 1 or key in pinned
    ]
    most = pool.linking.rhs.tolist()
    return rows + [(*row, -math.inf, most[at]) for at, row in enumerate(limited)]
