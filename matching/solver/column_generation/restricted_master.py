"""The restricted master: the linear program over the columns found, and its duals (GLOP)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from matching.solver.column_generation.column_pool import ColumnPool
from matching.solver.duals import Duals, make_duals

if TYPE_CHECKING:
    from ortools.linear_solver.pywraplp import Constraint, Solver, Variable

WARM = "use_preprocessing: false"
"""Preprocessing would forget the last basis, and each solve starts from the one before."""

LEAST_SHARE = 1e-6
"""A column used less than this is not used."""


class RestrictedMaster:
    """Which share of each column to use, for most points; columns may be added between solves."""

    def __init__(self, pool: ColumnPool) -> None:
        from ortools.linear_solver import pywraplp  # noqa: PLC0415  only when solving

        self._pool = pool
        self._solver: Solver = pywraplp.Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString(WARM)
        instance = pool.instance
        least = 1 if instance.everyone else 0
        self._unit_rows = [self._row(1, least) for _ in instance.units]
        pinned = set(instance.pins.values())
        self._slot_rows = [
            self._row(1, 1 if at in pinned else 0) for at in range(len(instance.slots))
        ]
        self._linking_rows = [self._row(int(most)) for most in pool.linking.rhs]
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        self._variables: list[Variable] = []

    def _row(self, most: int, least: float = -math.inf) -> Constraint:
        return self._solver.Constraint(least if least > 0 else -self._solver.infinity(), most)

    def solve(self, seconds: float) -> tuple[float, Duals] | None:
        """Solve over all columns of the pool.

        Returns
        -------
        tuple[float, Duals] | None
            The value in points, and the duals; none when it was not solved in time.
        """
        self._add_new_columns()
        self._solver.SetTimeLimit(max(1, int(1000 * seconds)))
        if self._solver.Solve() != self._solver.OPTIMAL:
            return None
        duals = make_duals(
            np.array([row.dual_value() for row in self._unit_rows]),
            np.array([row.dual_value() for row in self._linking_rows]),
            everyone=self._pool.instance.everyone,
        )
        return self._objective.Value(), duals

    def _add_new_columns(self) -> None:
        pool = self._pool
        for column in range(len(self._variables), len(pool.groups)):
            variable = self._solver.NumVar(0, self._solver.infinity(), "")
            self._variables.append(variable)
            self._objective.SetCoefficient(variable, pool.points[column])
            self._slot_rows[pool.slot(column)].SetCoefficient(variable, 1)
            for unit in pool.units(column):
                self._unit_rows[unit].SetCoefficient(variable, 1)
            for row, used in pool.linking_use[column].items():
                self._linking_rows[row].SetCoefficient(variable, used)

    def columns_in_use(self) -> list[int]:
        """List the columns that the last solve uses, those of the largest share first."""
        share = {at: variable.solution_value() for at, variable in enumerate(self._variables)}
        used = [at for at, value in share.items() if value > LEAST_SHARE]
        return sorted(used, key=lambda at: (-round(share[at], 3), at))
