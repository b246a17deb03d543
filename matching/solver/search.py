"""Running CP-SAT so that the same question gets the same answer, and can be called off."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.solver.control import GLANCE_SECONDS, Control

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

WORKERS = 8
"""Search strategies that take turns; fewer prove less, even on two cores."""

WORK_A_SECOND = 1.0
"""Deterministic work allowed for each second of the time limit, so that work runs out first."""


@dataclass(frozen=True)
class Search:
    """What a search ended with; `values` is empty when nothing was found."""

    solver: CpSolver
    found: bool
    infeasible: bool

    @property
    def bound(self) -> int:
        """No solution of the model has a higher objective."""
        return math.floor(self.solver.best_objective_bound + 1e-6)


def search(
    model: CpModel, control: Control, *, seconds: float | None, workers: int = WORKERS
) -> Search:
    """Search until proven, out of time, or called off; `None` seconds is as long as it takes."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.interleave_search = workers > 1
    solver.parameters.random_seed = control.seed % 2**31
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.max_deterministic_time = seconds * WORK_A_SECOND
    status: list[cp_model.CpSolverStatus] = []
    running = threading.Thread(target=lambda: status.append(solver.solve(model)))
    running.start()
    while running.is_alive():
        running.join(GLANCE_SECONDS)
        if running.is_alive() and control.cancelled:
            solver.stop_search()
            running.join()
    return Search(
        solver=solver,
        found=status[0] in (cp_model.OPTIMAL, cp_model.FEASIBLE),
        infeasible=status[0] == cp_model.INFEASIBLE,
    )
