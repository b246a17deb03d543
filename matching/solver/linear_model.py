"""A model in whole numbers, as arrays: written once, read by every solver that is asked.

Variables go from 0 to a most, rows are ``least ≤ Σ coefficient × variable ≤ most``, and the points
of the variables are maximised.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ortools.math_opt.model_pb2 import ModelProto
    from ortools.sat.python.cp_model import CpModel, IntVar

Term = tuple[int, int]
"""A coefficient and a variable."""


@dataclass(frozen=True)
class Basis:
    """Which variables are basic, and which rows are kept to the last; as many of both.

    All other variables are 0, and in all other rows something is left.
    """

    variables: Sequence[int]
    rows: Sequence[int]


class LinearModel:
    """Variables by number, and rows over them.

    Parameters
    ----------
    points
        What each choice is worth: the first variables, each 0 or 1.

    Attributes
    ----------
    choices
        How many of the variables are choices; the others only say how one is carried out.
    upper
        The most that each variable may be.
    bounds
        The least and the most that each row may come to.
    apart
        Points that every answer has, and that are left out of what HiGHS adds up.
    """

    def __init__(self, points: Sequence[int]) -> None:
        self.points = points
        self.apart = 0
        self._least: dict[int, int] = {}
        self.choices = len(points)
        self.upper = [1] * self.choices
        self.bounds: list[tuple[int | None, int | None]] = []
        self._ends: list[int] = [0]
        self._variables = array("q")
        self._coefficients = array("q")

    @property
    def entries(self) -> tuple[list[int], array[int], array[int]]:
        """Where each row ends, and the variables and coefficients of all, row by row."""
        return self._ends, self._variables, self._coefficients

    def add_variable(self, most: int = 1) -> int:
        """Add a whole number from 0 to a most."""
        self.upper.append(most)
        return len(self.upper) - 1

    def add_row(
        self, terms: Iterable[Term], *, least: int | None = None, most: int | None = None
    ) -> int:
        """Add a row, and return its number; terms of one variable are summed up."""
        row: dict[int, int] = {}
        for coefficient, variable in terms:
            row[variable] = row.get(variable, 0) + coefficient
        self.bounds.append((least, most))
        self._variables.extend(sorted(row))
        self._coefficients.extend(row[each] for each in sorted(row))
        self._ends.append(len(self._variables))
        return len(self.bounds) - 1

    def add_sorted(
        self,
        variables: Sequence[int],
        coefficients: Iterable[int],
        *,
        least: int | None = None,
        most: int | None = None,
    ) -> int:
        """Add a row whose variables are told in order, each once, and return its number."""
        self.bounds.append((least, most))
        self._variables.extend(variables)
        self._coefficients.extend(coefficients)
        self._ends.append(len(self._variables))
        return len(self.bounds) - 1

    def at_most_one(self, variables: Iterable[int]) -> int:
        """Add the row that of some choices one is made at most, and return its number."""
        return self.add_row([(1, each) for each in variables], most=1)

    def count_apart(self, choices: Sequence[int]) -> None:
        """Count apart what each of some choices is worth at least, exactly one of which is made.

        The smaller what is left for a solver to add up, the less is lost of it in floats.
        """
        least = min(self.points[each] for each in choices)
        self._least |= dict.fromkeys(choices, least)
        self.apart += least

    def for_math_opt(self, *, relaxed: bool = False) -> ModelProto:
        """Write the model for MathOpt, array by array.

        Relaxed, variables are any shares, and only rows say that a choice is made once at most.
        """
        from ortools.math_opt import model_pb2  # noqa: PLC0415  only when solving

        written = model_pb2.ModelProto()
        columns, rows = written.variables, written.linear_constraints
        columns.ids.extend(range(len(self.upper)))
        columns.lower_bounds.extend([0.0] * len(self.upper))
        columns.upper_bounds.extend([math.inf] * self.choices if relaxed else [1.0] * self.choices)
        columns.upper_bounds.extend(map(float, self.upper[self.choices :]))
        columns.integers.extend([not relaxed] * len(self.upper))
        rows.ids.extend(range(len(self.bounds)))
        rows.lower_bounds.extend(-math.inf if least is None else least for least, _ in self.bounds)
        rows.upper_bounds.extend(math.inf if most is None else most for _, most in self.bounds)
        entries = written.linear_constraint_matrix
        entries.row_ids.extend(np.repeat(np.arange(len(self.bounds)), np.diff(self._ends)).tolist())
        entries.column_ids.extend(self._variables)
        entries.coefficients.extend(self._coefficients)
        written.objective.maximize = True
        written.objective.linear_coefficients.ids.extend(range(self.choices))
        least = {} if relaxed else self._least
        written.objective.linear_coefficients.values.extend(
            points - least.get(each, 0) for each, points in enumerate(self.points)
        )
        return written

    def for_cp_sat(self, *, maximise: bool) -> tuple[CpModel, list[IntVar]]:
        """Write the model for CP-SAT, with its points if asked; return it, and its choices."""
        from ortools.sat.python.cp_model import CpModel, LinearExpr  # noqa: PLC0415

        model = CpModel()
        variables = [model.new_int_var(0, most, "") for most in self.upper]
        spans = zip(pairwise(self._ends), self.bounds, strict=True)
        for (first, end), (least, most) in spans:
            there = [variables[each] for each in self._variables[first:end]]
            total = LinearExpr.weighted_sum(there, self._coefficients[first:end].tolist())
            if least is not None:
                model.add(total >= least)
            if most is not None:
                model.add(total <= most)
        choices = variables[: self.choices]
        if maximise:
            model.maximize(LinearExpr.weighted_sum(choices, self.points))
        return model, choices
