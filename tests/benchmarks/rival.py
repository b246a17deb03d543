"""HiGHS alone, cold, on the very model of mixes: the rival of the goals.

It needs the package `highspy`, which Sillon does not: install 1.16.0 beside.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from matching.solver import highs
from matching.solver.compact.model import CompactModel
from matching.solver.highs import Choice
from matching.solver.instance import Instance
from matching.solver.linear_model import LinearModel
from tests.benchmarks.primal import Primal

CHOSEN = 0.5


def ask_highs(instance: Instance, seconds: float, primal: Primal) -> Choice | None:
    """Choose pairs for the most points; none when nothing was found in time."""
    highspy = import_module("highspy")
    model = CompactModel(instance).model
    solver = highspy.Highs()
    options = {
        "output_flag": False,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,
        "threads": 1,
        "time_limit": highs.time_limit_of(seconds).total_seconds(),
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    primal.begin()
    solver.cbMipImprovingSolution += lambda event: primal.note(
        event.data_out.objective_function_value
    )
    solver.passModel(_written(highspy, model))
    solver.run()
    found, ended = np.array(solver.getSolution().col_value), solver.getInfo()
    if ended.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    chosen = np.flatnonzero(found[: model.choices] > CHOSEN).tolist()
    return Choice(tuple(chosen), int(np.floor(ended.mip_dual_bound + 1e-3)))


def _written(highspy: Any, model: LinearModel) -> Any:
    """Write the model for HiGHS, array by array."""
    written = highspy.HighsLp()
    least, most = zip(*model.bounds, strict=True)
    n = len(model.upper)
    written.num_col_, written.num_row_ = n, len(least)
    written.col_cost_ = np.concatenate([model.points, np.zeros(n - model.choices)])
    written.col_lower_, written.col_upper_ = np.zeros(n), np.array(model.upper, np.float64)
    written.row_lower_ = np.array([-np.inf if each is None else each for each in least])
    written.row_upper_ = np.array([np.inf if each is None else each for each in most])
    matrix = written.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    ends, variables, coefficients = model.entries
    matrix.start_ = np.array(ends, np.int32)
    matrix.index_ = np.array(variables, np.int32)
    matrix.value_ = np.array(coefficients, np.float64)
    written.sense_ = highspy.ObjSense.kMaximize
    written.integrality_ = [highspy.HighsVarType.kInteger] * n
    return written
