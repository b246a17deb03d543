"""Running CP-SAT so that the same question gets the same answer, and can be called off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.solver.control import LARGEST_SEED, Control

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver

WORKERS = 8
"""Search strategies that take turns; fewer prove less, even on two cores."""

WORK_A_SECOND = 1.0
"""Deterministic work allowed for each second of the time limit."""

ROUNDING = 1e-6
"""What a whole bound may have lost as a float."""


@dataclass(frozen=True)
class Search:
    """What a search ended with; ask the solver for values only when some were found."""

    solver: CpSolver
    found: bool
    infeasible: bool

    @property
    def bound(self) -> int:
        """No solution of the model has a higher objective; ask only when one was found."""
        return math.floor(self.solver.best_objective_bound + ROUNDING)


def search(
    model: CpModel, control: Control, *, to_the_end: bool = False, workers: int = WORKERS
) -> Search:
    """Search until proven, called off, or (unless it must go on to the end) out of time or work."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.interleave_search = workers > 1
    solver.parameters.random_seed = control.seed % LARGEST_SEED
    if not to_the_end:
        solver.parameters.max_time_in_seconds = control.left
        solver.parameters.max_deterministic_time = control.time_limit * WORK_A_SECOND
    status = control.beside(lambda: solver.solve(model), solver.stop_search)
    return Search(
        solver=solver,
        found=status in (cp_model.OPTIMAL, cp_model.FEASIBLE),
        infeasible=status == cp_model.INFEASIBLE,
    )
