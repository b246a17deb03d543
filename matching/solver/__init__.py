"""From a problem to a solution: who comes, then where each of them goes.

Each of the two is candidates → flow bound → relaxation over mixes → proof, on points of its own.
This package alone knows the solvers (OR-Tools), and loads them only when it solves.
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

from matching.problem import Problem
from matching.solution import Solution, make_solution
from matching.solver import objectives
from matching.solver.control import WHERE, Control, OnProgress, Progress, ShouldStop, Tried
from matching.solver.instance import make_instance
from matching.solver.lazy_floors import who_comes_above_floors
from matching.solver.proving import prove
from matching.solver.sharing import SharingLeast

SHARE_OF_WHO = 0.5
"""Share of the time for who comes; the rest is for where they go."""

__all__ = ["Progress", "Tried", "solve"]


def solve(
    problem: Problem,
    time_limit: float = 60,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    executor: Executor | None = None,
) -> Solution:
    """Decide who comes and where each of them goes, and prove how good both are.

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
        Where components and neighbourhoods are solved apart: processes, or a cluster's.

    Returns
    -------
    Solution
        Valid in every rule; `is_optimal` when nobody more can come, no others should, and they
        could not have better places.

    Raises
    ------
    ProblemError
        When the pins, or the limit on moves, cannot hold. Where that is hard to tell it is searched
        for beyond the time limit, until the caller stops.
    """
    control = Control(time_limit, seed, on_progress, should_stop)
    return _decide(problem, control, executor)


def _decide(problem: Problem, control: Control, executor: Executor | None) -> Solution:
    """Choose who comes, then a place for each of them."""
    instance = make_instance(replace(problem, floors={}))
    of_who = control.within(SHARE_OF_WHO)
    chosen = who_comes_above_floors(problem, instance, of_who, executor)
    part = objectives.where(instance, chosen.pairs)
    placed = prove(part.instance, part.own(chosen.pairs), control.within(1, WHERE), executor)
    shared = SharingLeast(part.instance, placed.pairs, control.within(1, WHERE)).run()
    return make_solution(
        problem,
        instance.matches(part.pairs[shared].tolist()),
        most_people=chosen.most_people,
        who_bound=chosen.bound,
        where_bound=placed.bound,
        seconds=round(control.seconds, 3),
        seed=control.seed,
    )
