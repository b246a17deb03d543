"""Running CP-SAT so that the same question gets the same answer, and can be called off."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching.solver.control import LARGEST_SEED, Control
from matching.solver.linear_model import LinearModel

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpSolver, IntVar

WORKERS = 8
"""Search strategies that take turns; fewer prove less, even on two cores."""

ROUNDING = 1e-6
"""What a whole bound may have lost as a float."""


@dataclass(frozen=True)
class Search:
    """What a search ended with.

    Parameters
    ----------
    chosen
        The choices of the best solution; empty when none was found.
    bound
        No solution has more points; it means nothing when none was found.
    conflict
        Of the choices that were assumed, those that cannot be made together, if that is proven.
    """

    found: bool = False
    infeasible: bool = False
    chosen: Sequence[int] = ()
    bound: int = 0
    conflict: Sequence[int] = ()


def search(
    model: LinearModel,
    control: Control,
    *,
    seconds: float | None = None,
    start: Iterable[int] = (),
    maximise: bool = False,
    assumed: Sequence[int] = (),
) -> Search:
    """Search until proven, called off, or out of time.

    Parameters
    ----------
    seconds
        Time limit; none is as long as it takes.
    start
        The choices of a solution to begin with; empty for a search without a beginning.
    maximise
        Whether to look for the most points, or for any solution.
    assumed
        Choices that are to be made; which of them clash is found out by one worker alone.

    Raises
    ------
    ValueError
        When the solver does not take the model, as for numbers that overflow.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415  only when solving

    written, choices = model.for_cp_sat(maximise=maximise)
    started = set(start)
    for at, choice in enumerate(choices if started else ()):
        written.add_hint(choice, at in started)
    written.add_assumptions([choices[at] for at in assumed])
    solver = _solver(control, seconds, workers=1 if assumed else WORKERS)
    status = control.beside(lambda: solver.solve(written), solver.stop_search)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"CP-SAT does not take the model: {written.validate()}")
    if status == cp_model.INFEASIBLE:
        return Search(infeasible=True, conflict=solver.sufficient_assumptions_for_infeasibility())
    return Search() if status == cp_model.UNKNOWN else _found(solver, choices)


def _found(solver: CpSolver, choices: Sequence[IntVar]) -> Search:
    return Search(
        found=True,
        chosen=[at for at, each in enumerate(choices) if solver.value(each)],
        bound=math.floor(solver.best_objective_bound + ROUNDING),
    )


def _solver(control: Control, seconds: float | None, workers: int) -> CpSolver:
    from ortools.sat.python.cp_model import CpSolver  # noqa: PLC0415

    solver = CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.interleave_search = workers > 1
    solver.parameters.random_seed = control.seed % LARGEST_SEED
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    return solver
