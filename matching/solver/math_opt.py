"""Asking the solvers behind MathOpt: they are told protos, and their answers are read as protos.

As Python's objects, the model of a round of 2,000 and its answer take 0.3 s each time, which is as
long as the simplex.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from matching.arrays import Reals

if TYPE_CHECKING:
    from ortools.math_opt.core.python.solver import Solver
    from ortools.math_opt.model_parameters_pb2 import ModelSolveParametersProto
    from ortools.math_opt.model_pb2 import ModelProto
    from ortools.math_opt.python.mathopt import SolveParameters, SolverType
    from ortools.math_opt.result_pb2 import SolveResultProto
    from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto
    from ortools.util.python.solve_interrupter import SolveInterrupter

log = logging.getLogger(__name__)


def make_solver(kind: SolverType, model: ModelProto) -> Solver:
    """Return a solver that holds a model, and may be told more rows of it."""
    from ortools.math_opt.core.python import solver  # noqa: PLC0415  only when solving
    from ortools.math_opt.parameters_pb2 import SolverInitializerProto  # noqa: PLC0415

    return solver.new(kind.value, model, SolverInitializerProto())


def run(
    solver: Solver,
    params: SolveParameters,
    hint: ModelSolveParametersProto | None = None,
    interrupter: SolveInterrupter | None = None,
) -> SolveResultProto:
    """Run a solver; what it fails with is noted, and raised."""
    from ortools.math_opt.callback_pb2 import CallbackRegistrationProto  # noqa: PLC0415
    from ortools.math_opt.model_parameters_pb2 import ModelSolveParametersProto  # noqa: PLC0415

    told = hint or ModelSolveParametersProto()
    stop = None if interrupter is None else interrupter.pybind_interrupter
    try:
        return solver.solve(params.to_proto(), told, None, CallbackRegistrationProto(), None, stop)
    except Exception:
        log.exception("A solver failed.")
        raise


def hint_of(chosen: Collection[int], choices: int) -> ModelSolveParametersProto:
    """Tell a solver which of the first variables are 1 in a solution; the others of them are 0."""
    from ortools.math_opt.model_parameters_pb2 import ModelSolveParametersProto  # noqa: PLC0415

    hint = ModelSolveParametersProto()
    values = np.zeros(choices)
    values[list(chosen)] = 1
    told = hint.solution_hints.add().variable_values
    told.ids.extend(range(choices))
    told.values.extend(values.tolist())
    return hint


def dense(told: SparseDoubleVectorProto, length: int) -> Reals:
    """Read a vector of a proto; what it does not name is 0."""
    values: Reals = np.zeros(length)
    values[np.array(told.ids, np.int64)] = told.values
    return values
