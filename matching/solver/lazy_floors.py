"""Who comes where floors are asked for: only those count that the choice would not reach anyway.

Floors ask for people, wherever they go, so they bind who comes and nothing else. Most are reached
unasked, and a choice that is best without a row is best with it, if it keeps the row. So who comes
is chosen without floors, then with those that were missed, until none is (lazy constraints).
"""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

from matching.limits import LimitUse, RoundRule
from matching.lottery import own_points
from matching.problem import Problem
from matching.solver import objectives
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.instance import Instance, make_instance
from matching.solver.who_comes import Choice, who_comes

SHARE_OF_A_TRY = 0.7
"""Share of the time that is left for a choice after which more floors may have to be asked for."""


def who_comes_above_floors(
    problem: Problem, instance: Instance, control: Control, executor: Executor | None
) -> Choice:
    """Choose who comes so that all floors are reached.

    Parameters
    ----------
    instance
        That of the problem without floors: they change no pair, so its pairs are those chosen.

    Raises
    ------
    ProblemError
        When pins, floors and the limit on moves cannot hold.
    """
    worth = objectives.unit_worth(instance, own_points(problem, control.seed))
    person = objectives.usual_person(worth)
    asked: dict[str, int] = {}
    while True:
        last = len(asked) == len(problem.floors)
        within = control if last else control.within(SHARE_OF_A_TRY)
        start = initial_solution(objectives.who(instance, worth, person), control)
        chosen = who_comes(instance, worth, start, within, executor)
        missed = _missed(problem, instance, chosen.pairs)
        if not missed:
            return chosen
        asked |= missed
        instance = make_instance(replace(problem, floors=asked))


def _missed(problem: Problem, instance: Instance, pairs: list[int]) -> dict[str, int]:
    """Return the floors that a choice does not reach."""
    if not problem.floors:
        return {}
    broken = LimitUse(problem, instance.matches(pairs)).broken()
    return {limit.about[0]: -limit.rhs for limit in broken if limit.rule is RoundRule.FLOOR}
