"""The linear master: which share of each column to use, and the prices that follow (GLOP)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from matching.solver.column_generation.column_pool import Columns
from matching.solver.duals import Prices, make_prices

if TYPE_CHECKING:
    from ortools.linear_solver.pywraplp import Constraint, Solver, Variable

WARM = "use_preprocessing: false"
"""Preprocessing would forget the last basis, and each answer starts from the one before."""

BARELY = 1e-6
"""A column used less than this is not used."""


class LinearMaster:
    """The linear relaxation over the columns found; columns may be added between solves."""

    def __init__(self, columns: Columns) -> None:
        from ortools.linear_solver import pywraplp  # noqa: PLC0415  only when solving

        self._columns = columns
        self._solver: Solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString(WARM)
        instance = columns.instance
        self._unit = [self._row(1) for _ in instance.units]
        pinned = set(instance.pins.values())
        self._slot = [self._row(1, 1 if at in pinned else 0) for at in range(len(instance.slots))]
        self._limit = [self._row(int(most)) for most in columns.limits.most]
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        self._use: list[Variable] = []

    def _row(self, most: int, least: float = -math.inf) -> Constraint:
        return self._solver.Constraint(least if least > 0 else -self._solver.infinity(), most)

    def solve(self, seconds: float) -> tuple[float, Prices] | None:
        """Solve over all columns: the value, and the prices of units and limits."""
        self._take_columns()
        self._solver.SetTimeLimit(max(1, int(1000 * seconds)))
        if self._solver.Solve() != self._solver.OPTIMAL:
            return None
        prices = make_prices(
            np.array([row.dual_value() for row in self._unit]),
            np.array([row.dual_value() for row in self._limit]),
        )
        return self._objective.Value(), prices

    def _take_columns(self) -> None:
        columns = self._columns
        for column in range(len(self._use), len(columns.groups)):
            variable = self._solver.NumVar(0, self._solver.infinity(), "")
            self._use.append(variable)
            self._objective.SetCoefficient(variable, columns.points[column])
            self._slot[columns.slot(column)].SetCoefficient(variable, 1)
            for unit in columns.units(column):
                self._unit[unit].SetCoefficient(variable, 1)
            for row, used in columns.uses[column].items():
                self._limit[row].SetCoefficient(variable, used)

    def most_used(self) -> list[int]:
        """List the columns in use in the last answer, whole ones before halves."""
        share = {at: variable.solution_value() for at, variable in enumerate(self._use)}
        used = [at for at, value in share.items() if value > BARELY]
        return sorted(used, key=lambda at: (-round(share[at], 3), at))
