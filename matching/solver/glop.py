"""Running GLOP: a linear relaxation to which rows are added, each time from the last basis on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from matching.solver.control import Control
from matching.solver.highs import Relaxed, read_relaxed, time_limit_of
from matching.solver.linear_model import Basis, LinearModel, Term
from matching.solver.math_opt import make_solver, run

if TYPE_CHECKING:
    from ortools.math_opt.model_parameters_pb2 import ModelSolveParametersProto


class GrowingRelaxation:
    """The linear relaxation of a model, solved anew whenever rows were added to it."""

    def __init__(self, model: LinearModel, basis: Basis | None = None) -> None:
        from ortools.math_opt.python.mathopt import SolverType  # noqa: PLC0415  only when solving

        self._variables, self._rows = len(model.upper), len(model.bounds)
        self._solver = make_solver(SolverType.GLOP, model.for_math_opt(relaxed=True))
        self._told = None if basis is None else told_basis(model, basis)

    def solve(self, control: Control, seconds: float) -> Relaxed | None:
        """Solve from the last basis on; none when there was no time, or the caller stops."""
        from ortools.math_opt.python import mathopt  # noqa: PLC0415
        from ortools.util.python.solve_interrupter import SolveInterrupter  # noqa: PLC0415

        # Presolving would leave another model each time, for which no basis is known.
        params = mathopt.SolveParameters(
            time_limit=time_limit_of(seconds), presolve=mathopt.Emphasis.OFF
        )
        interrupter = SolveInterrupter()
        result = control.beside(
            lambda: run(self._solver, params, self._told, interrupter), interrupter.interrupt
        )
        self._told = None
        return None if result is None else read_relaxed(result, self._variables, self._rows)

    def add_rows(self, rows: Iterable[list[Term]]) -> None:
        """Add rows that come to 0 at most; each names a variable once."""
        from ortools.math_opt.model_update_pb2 import ModelUpdateProto  # noqa: PLC0415

        update = ModelUpdateProto()
        new, entries = update.new_linear_constraints, update.linear_constraint_matrix_updates
        for row in rows:
            new.ids.append(self._rows)
            new.lower_bounds.append(-math.inf)
            new.upper_bounds.append(0.0)
            for coefficient, variable in sorted(row, key=lambda term: term[1]):
                entries.row_ids.append(self._rows)
                entries.column_ids.append(variable)
                entries.coefficients.append(coefficient)
            self._rows += 1
        self._solver.update(update)


def told_basis(model: LinearModel, basis: Basis) -> ModelSolveParametersProto:
    """Tell a simplex where to begin."""
    from ortools.math_opt.model_parameters_pb2 import ModelSolveParametersProto  # noqa: PLC0415
    from ortools.math_opt.solution_pb2 import (  # noqa: PLC0415
        BASIS_STATUS_AT_LOWER_BOUND,
        BASIS_STATUS_AT_UPPER_BOUND,
        BASIS_STATUS_BASIC,
    )

    told = ModelSolveParametersProto()
    of_variables = np.full(len(model.upper), BASIS_STATUS_AT_LOWER_BOUND)
    of_variables[list(basis.variables)] = BASIS_STATUS_BASIC
    of_rows = np.full(len(model.bounds), BASIS_STATUS_BASIC)
    of_rows[list(basis.rows)] = BASIS_STATUS_AT_UPPER_BOUND
    for written, status in (
        (told.initial_basis.variable_status, of_variables),
        (told.initial_basis.constraint_status, of_rows),
    ):
        written.ids.extend(range(len(status)))
        written.values.extend(status.tolist())
    return told
