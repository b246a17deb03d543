"""What the engine is measured beside, on the same problem and under the same rules."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from matching import Problem, breaches, find_candidates, first_come_first_served, solve, tally
from matching.solver.compact.model import CompactModel
from matching.solver.control import Control
from matching.solver.highs import Choice
from matching.solver.instance import Instance, make_instance


@dataclass(frozen=True)
class Outcome:
    """Points reached, and the bound proven; none when the method proves none."""

    points: int
    people: int
    bound: int | None


def engine(problem: Problem, seconds: float, workers: int) -> Outcome:
    """Solve with this engine."""
    # Started anew, not forked: what is measured of a worker is then its own memory alone.
    context = get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context) if workers else None
    solution = solve(problem, time_limit=seconds, executor=executor)
    if executor is not None:
        executor.shutdown()
    assert not breaches(problem, solution.matches)
    return Outcome(solution.points, solution.people, solution.bound)


def greedy(problem: Problem, _seconds: float, _workers: int) -> Outcome:
    """First come, first served."""
    served = first_come_first_served(problem)
    return Outcome(served.points, served.people, None)


def cp_sat(problem: Problem, seconds: float, _workers: int) -> Outcome:
    """CP-SAT with a Boolean a pair, eight workers, rooms modelled by counts."""
    instance = make_instance(problem)
    found = CompactModel(instance).maximise_by_cp_sat((), Control(seconds), seconds)
    return Outcome(0, 0, None) if found is None else _outcome(instance, found)


def highs(problem: Problem, seconds: float, _workers: int) -> Outcome:
    """Send the very same model to HiGHS."""
    instance = make_instance(problem)
    found = CompactModel(instance).maximise_by_highs((), Control(seconds), seconds)
    return Outcome(0, 0, None) if found is None else _outcome(instance, found)


def assignment(problem: Problem, _seconds: float, _workers: int) -> Outcome:
    """Solve parties of one and slots of one bed with scipy's linear_sum_assignment."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    found = find_candidates(problem)
    worth = np.zeros((len(problem.parties), len(problem.slots)))
    worth[found.party, found.slot] = found.points
    chosen = worth[linear_sum_assignment(worth, maximize=True)]
    total = int(chosen.sum())
    return Outcome(total, int((chosen > 0).sum()), total)


METHODS: dict[str, Callable[[Problem, float, int], Outcome]] = {
    "greedy": greedy,
    "cp-sat": cp_sat,
    "highs": highs,
    "scipy": assignment,
    "engine": engine,
}


def _outcome(instance: Instance, choice: Choice) -> Outcome:
    problem = instance.problem
    matches = instance.matches(choice.chosen)
    assert not breaches(problem, matches)
    people, points = tally(problem, matches)
    return Outcome(points, people, choice.bound)
