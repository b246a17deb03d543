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
    model: CpModel, control: Control, *, seconds: float | None = None, workers: int = WORKERS
) -> Search:
    """Search until proven, called off, or out of time; none is as long as it takes."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.interleave_search = workers > 1
    solver.parameters.random_seed = control.seed % LARGEST_SEED
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    status = control.beside(lambda: solver.solve(model), solver.stop_search)
    return Search(
        solver=solver,
        found=status in (cp_model.OPTIMAL, cp_model.FEASIBLE),
        infeasible=status == cp_model.INFEASIBLE,
    )
