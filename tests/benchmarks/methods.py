"""What the engine is measured beside: the same problem, rules and questions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from matching import (
    Problem,
    Progress,
    Solution,
    breaches,
    first_come_first_served,
    own_points,
    solve,
)
from matching.arrays import Ints
from matching.solution import make_solution
from matching.solver import objectives
from matching.solver.compact.model import CompactModel
from matching.solver.control import Control
from matching.solver.highs import Choice
from matching.solver.instance import Instance, make_instance
from tests.benchmarks.primal import Primal
from tests.benchmarks.rival import ask_highs


@dataclass(frozen=True)
class Outcome:
    """How many people, their own points, and what their places are worth, with bounds.

    A bound of none: the method proves none. `parties` are those whose places are meant: of choices
    with as many own points one may come to better places than another.
    """

    people: int = 0
    most_people: int | None = None
    who: int = 0
    who_bound: int | None = None
    where: int = 0
    where_bound: int | None = None
    parties: tuple[str, ...] = ()


Ask = Callable[[Instance, float], Choice | None]
"""Answers one question of a round, in so many seconds."""

SHARE_OF_WHO = 0.6


def engine(problem: Problem, seconds: float, workers: int, primal: Primal) -> Outcome:
    """Solve with this engine."""
    asked: list[str] = []

    def note(progress: Progress) -> None:
        if progress.part not in asked:
            asked.append(progress.part)
            primal.begin()
        primal.note(progress.points)

    # Started anew, not forked: what is measured of a worker is then its own memory alone.
    context = get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context) if workers else None
    solution = solve(problem, time_limit=seconds, on_progress=note, executor=executor)
    if executor is not None:
        executor.shutdown()
    return _outcome(problem, solution)


def greedy(problem: Problem, _seconds: float, _workers: int, _primal: Primal) -> Outcome:
    """First come, first served."""
    served = first_come_first_served(problem)
    return Outcome(people=served.people, who=served.who.points, where=served.where.points)


def cp_sat(problem: Problem, seconds: float, _workers: int, _primal: Primal) -> Outcome:
    """CP-SAT with a Boolean a pair, eight workers, rooms modelled by counts."""
    return ask_twice(
        problem,
        seconds,
        lambda instance, left: CompactModel(instance).maximise_by_cp_sat((), Control(left), left),
    )


def highs(problem: Problem, seconds: float, _workers: int, _primal: Primal) -> Outcome:
    """Send the very same model to HiGHS."""
    return ask_twice(
        problem,
        seconds,
        lambda instance, left: CompactModel(instance).maximise_by_highs((), Control(left), left),
    )


def highs_alone(
    problem: Problem, seconds: float, _workers: int, primal: Primal, whom: Collection[str] = ()
) -> Outcome:
    """Send it to HiGHS of today, without MathOpt between."""

    def ask(instance: Instance, left: float) -> Choice | None:
        return ask_highs(instance, left, primal)

    return ask_twice(problem, seconds, ask, whom)


def assignment(problem: Problem, seconds: float, _workers: int, _primal: Primal) -> Outcome:
    """Solve parties of one and slots of one bed with scipy's linear_sum_assignment."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    def ask(instance: Instance, _left: float) -> Choice:
        worth = np.zeros((len(instance.units), len(instance.slots)))
        # Nobody pays to be placed: so that everyone is, where all must be, a place is worth more.
        placed = int(instance.points.sum()) if instance.everyone else 0
        worth[instance.unit, instance.slot] = instance.points + placed
        unit, slot = linear_sum_assignment(worth, maximize=True)
        slot_of: Ints = np.full(len(instance.units), -1)
        slot_of[unit] = slot
        chosen = np.flatnonzero(slot_of[instance.unit] == instance.slot)
        return Choice(tuple(chosen.tolist()), int(instance.points[chosen].sum()))

    return ask_twice(problem, seconds, ask)


METHODS: dict[str, Callable[[Problem, float, int, Primal], Outcome]] = {
    "greedy": greedy,
    "cp-sat": cp_sat,
    "highs": highs,
    "highs-alone": highs_alone,
    "scipy": assignment,
    "engine": engine,
}


def ask_twice(problem: Problem, seconds: float, ask: Ask, whom: Collection[str] = ()) -> Outcome:
    """Have a rival answer who comes, then where they go.

    Parameters
    ----------
    whom
        The parties whose places are asked for instead, so that they compare; none for those who
        come with the rival.
    """
    control = Control(seconds)
    instance = make_instance(problem)
    worth = objectives.unit_worth(instance, own_points(problem, seed=0))
    person = objectives.usual_person(worth)
    first = ask(objectives.who(instance, worth, person), SHARE_OF_WHO * control.left)
    if first is None:
        return Outcome()
    pairs = list(first.chosen)
    units = instance.unit[pairs]
    people, own = int(instance.people[units].sum()), int(worth[units].sum())
    part = objectives.where(instance, _pairs_of(instance, whom) if whom else pairs)
    second = ask(part.instance, control.left)
    if second is not None:
        pairs = part.pairs[list(second.chosen)].tolist()
    everyone = sum(party.people for party in problem.parties)
    solution = make_solution(
        problem,
        instance.matches(pairs),
        most_people=min(everyone, first.bound // person),
        who_bound=first.bound - person * people,
        where_bound=part.instance.trivial_bound() if second is None else second.bound,
    )
    outcome = replace(_outcome(problem, solution), people=people, who=own)
    return replace(outcome, where=0, parties=tuple(whom)) if whom and second is None else outcome


def _pairs_of(instance: Instance, whom: Collection[str]) -> list[int]:
    """List every pair of the units of some parties."""
    named = [any(party.id in whom for party in unit) for unit in instance.units]
    return np.flatnonzero(np.array(named)[instance.unit]).tolist()


def _outcome(problem: Problem, solution: Solution) -> Outcome:
    assert not breaches(problem, solution.matches)
    return Outcome(
        solution.people,
        solution.most_people,
        solution.who.points,
        solution.who.bound,
        solution.where.points,
        solution.where.bound,
        tuple(solution.slot_of),
    )
