"""From a problem to a solution: candidates → flow bound → column generation → proof.

This package alone knows the solvers (OR-Tools), and loads them only when it solves.
"""

from __future__ import annotations

from concurrent.futures import Executor

from matching.problem import Problem
from matching.solution import Solution, make_solution
from matching.solver.column_generation.loop import ColumnGeneration
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control, OnProgress, Progress, ShouldStop
from matching.solver.decomposition.large_rounds import solve_components, solve_regions
from matching.solver.decomposition.parts import components
from matching.solver.instance import Instance, make_instance

MANY_PAIRS = 20_000
"""From here on it pays to look for components."""

LARGEST_SHARE = 0.8
"""A round is solved by components when none has more of its pairs."""

MANY_UNITS = 8_000
"""From here on duals come from subgradient steps alone, and regions choose who goes where."""

__all__ = ["Progress", "solve"]


def solve(
    problem: Problem,
    time_limit: float = 60,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Solution:
    """Match parties and slots for the most points, and prove how good the solution is.

    Parameters
    ----------
    problem
        The round.
    time_limit
        Seconds after which the best solution so far is returned, with its bound.
    seed
        Of the searches; the same problem and seed give the same solution.
    on_progress
        Called with a `Progress` now and then, in the caller's thread.
    should_stop
        Asked now and then, in the caller's thread; true ends with the best solution so far.
    executor
        Where components and regions are solved apart: processes, or a cluster's.

    Returns
    -------
    Solution
        Valid in every rule; `is_optimal` when no solution has more points.

    Raises
    ------
    ProblemError
        When the pins, or the limit on moves, cannot hold. Where that is hard to tell it is searched
        for beyond the time limit, until the caller stops.
    """
    control = Control(time_limit, seed, on_progress, should_stop)
    instance = make_instance(problem)
    start = initial_solution(instance, control)
    pairs, bound = _prove(instance, start, control, executor)
    return make_solution(
        problem, instance.matches(pairs), bound, seconds=round(control.seconds, 3), seed=seed
    )


def _prove(
    instance: Instance, start: list[int], control: Control, executor: Executor | None
) -> tuple[list[int], int]:
    points = int(instance.points[start].sum())
    bound = instance.trivial_bound()
    control.report("start", points, bound)
    if points == bound or control.over:
        return start, bound
    return _by_size(instance, start, bound, control, executor)


def _by_size(
    instance: Instance,
    start: list[int],
    bound: int,
    control: Control,
    executor: Executor | None,
) -> tuple[list[int], int]:
    """Solve components apart, large rounds by regions, and others at once."""
    if executor is not None or len(instance.unit) > MANY_PAIRS:
        parts = components(instance)
        if max(len(part.pairs) for part in parts) < LARGEST_SHARE * len(instance.unit):
            return solve_components(instance, parts, start, control, executor)
    run = ColumnGeneration(instance, start, bound, control)
    if len(instance.units) > MANY_UNITS and instance.linking.is_only_use:
        return solve_regions(run, executor)
    return run.run()
