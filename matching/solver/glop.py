"""Running GLOP: a linear relaxation to which rows are added, each time from the last basis on.

MathOpt's solver is told protos and asked for protos: as Python's objects, model and answer would
take longer each time than the simplex.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from matching.arrays import Reals
from matching.solver.control import Control
from matching.solver.highs import Relaxed, time_limit_of
from matching.solver.linear_model import LinearModel, Term

if TYPE_CHECKING:
    from ortools.math_opt.result_pb2 import SolveResultProto
    from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto


class GrowingRelaxation:
    """The linear relaxation of a model, solved anew whenever rows were added to it."""

    def __init__(self, model: LinearModel) -> None:
        from ortools.math_opt.core.python import solver  # noqa: PLC0415  only when solving
        from ortools.math_opt.parameters_pb2 import SolverInitializerProto  # noqa: PLC0415
        from ortools.math_opt.python.mathopt import SolverType  # noqa: PLC0415

        self._variables, self._rows = len(model.upper), len(model.bounds)
        written = model.for_math_opt(relaxed=True).export_model()
        self._solver = solver.new(SolverType.GLOP.value, written, SolverInitializerProto())

    def solve(self, control: Control, seconds: float) -> Relaxed | None:
        """Solve from the last basis on; none when there was no time, or the caller stops."""
        from ortools.math_opt.callback_pb2 import CallbackRegistrationProto  # noqa: PLC0415
        from ortools.math_opt.model_parameters_pb2 import (  # noqa: PLC0415
            ModelSolveParametersProto,
        )
        from ortools.math_opt.python import mathopt  # noqa: PLC0415
        from ortools.util.python.solve_interrupter import SolveInterrupter  # noqa: PLC0415

        # Presolving would leave another model each time, for which no basis is known.
        params = mathopt.SolveParameters(
            time_limit=time_limit_of(seconds), presolve=mathopt.Emphasis.OFF
        ).to_proto()
        told = (ModelSolveParametersProto(), None, CallbackRegistrationProto(), None)
        interrupter = SolveInterrupter()
        result = control.beside(
            lambda: self._solver.solve(params, *told, interrupter.pybind_interrupter),
            interrupter.interrupt,
        )
        return None if result is None else self._read(result)

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

    def _read(self, result: SolveResultProto) -> Relaxed | None:
        if not result.solutions:
            return None
        best = result.solutions[0]
        if not (best.HasField("primal_solution") and best.HasField("dual_solution")):
            return None
        return Relaxed(
            _dense(best.primal_solution.variable_values, self._variables),
            _dense(best.dual_solution.dual_values, self._rows),
        )


def _dense(told: SparseDoubleVectorProto, length: int) -> Reals:
    values: Reals = np.zeros(length)
    values[np.array(told.ids, np.int64)] = told.values
    return values
