"""The master problem: which groups to use, so that nobody is used twice and limits are kept.

A column is a group in a slot. The linear master gives prices to `pricing`; the integer master
chooses among the columns found. Both are sent to OR-Tools (GLOP and HiGHS).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from matching.solver.depth_first import Group
from matching.solver.instance import Instance
from matching.solver.prices import Limits, Prices, make_prices

if TYPE_CHECKING:
    from ortools.linear_solver.pywraplp import Constraint, Solver, Variable

WARM = "use_preprocessing: false"
"""Preprocessing would forget the last basis, and each answer starts from the one before."""

BARELY = 1e-6
"""A column used less than this is not used."""


class Columns:
    """Groups found so far, each with its points and what it uses of each limit."""

    def __init__(self, instance: Instance, limits: Limits) -> None:
        self.instance = instance
        self.limits = limits
        self.groups: list[Group] = []
        self.points: list[int] = []
        self.uses: list[dict[int, int]] = []
        self._known: set[Group] = set()
        by_pair = np.argsort(limits.pair, kind="stable")
        self._limited = limits.pair[by_pair]
        self._row = limits.row[by_pair]
        self._used = limits.uses[by_pair]

    def add(self, groups: Iterable[Group]) -> int:
        """Add the groups that are new and say how many were."""
        before = len(self.groups)
        for group in groups:
            if group and group not in self._known:
                self._known.add(group)
                self.groups.append(group)
                self.points.append(int(self.instance.points[list(group)].sum()))
                self.uses.append(self.uses_of(group))
        return len(self.groups) - before

    def uses_of(self, group: Group) -> dict[int, int]:
        """Sum up what some pairs use of each limit."""
        uses: defaultdict[int, int] = defaultdict(int)
        firsts = np.searchsorted(self._limited, group)
        lasts = np.searchsorted(self._limited, group, side="right")
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            for at in range(first, last):
                uses[int(self._row[at])] += int(self._used[at])
        return dict(uses)

    def units(self, column: int) -> list[int]:
        """Tell who is in a column."""
        units: list[int] = self.instance.unit[list(self.groups[column])].tolist()
        return units

    def slot(self, column: int) -> int:
        """Tell which slot a column uses."""
        return int(self.instance.slot[self.groups[column][0]])

    def of(self, pairs: Iterable[int]) -> list[Group]:
        """Collect chosen pairs into groups."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for pair in pairs:
            groups[int(self.instance.slot[pair])].append(pair)
        return [tuple(sorted(group)) for group in groups.values()]


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
