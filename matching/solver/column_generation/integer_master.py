"""The integer master: choose among columns so that nobody is used twice and limits are kept."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from matching.solver.column_generation.column_pool import Columns
from matching.solver.control import Control
from matching.solver.highs import Choice, choose

Row = tuple[list[int], list[int], float, float]
"""Positions, coefficients, the least and the most allowed."""


def choose_columns(
    columns: Columns,
    among: Sequence[int],
    start: set[int],
    control: Control,
    seconds: float,
    tolerance: float,
) -> Choice | None:
    """Choose columns among some, within a tolerance of the best; positions in `among`."""
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
    begun = {at for at, column in enumerate(among) if column in start}
    return choose(model, use, begun, control, seconds, tolerance)


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
