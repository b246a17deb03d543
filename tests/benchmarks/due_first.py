"""A round that fills first what is due: whoever comes later can still fill what is planned.

Somebody who goes within the notice counts `DUE`, somebody planned for later `LATER`; own points
follow. What is promised of candour holds: the points read no wish, date, reach or language, so
whoever has no place gets none by saying less.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from matching import Problem, Solution, own_points
from matching.solution import make_solution
from matching.solver import objectives
from matching.solver.construction.augmenting import AugmentingPaths
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.instance import make_instance
from matching.solver.proving import prove

DUE, LATER = 10, 1
OUTWEIGHS = 2
"""One person planned for later counts more than the own points of so many units."""


def decide_due_first(problem: Problem, notice: timedelta, seconds: float) -> Solution:
    """Choose who goes, and where, by points for people alone: places are as they come."""
    instance, control = make_instance(problem), Control(seconds)
    worth = objectives.unit_worth(instance, own_points(problem, control.seed))
    person = OUTWEIGHS * (int(worth.max(initial=0)) + 1)
    last = problem.today + notice
    counts = np.array([DUE if slot.arrival <= last else LATER for slot in instance.slots], np.int64)
    people = person * counts[instance.slot] * instance.people[instance.unit]
    chances = replace(instance, points=people + worth[instance.unit])
    start = AugmentingPaths(chances, initial_solution(chances, control), control).run()
    proof = prove(chances, start, control, None)
    return make_solution(
        problem,
        instance.matches(proof.pairs),
        most_people=sum(party.people for party in problem.parties),
        who_bound=2**60,
        where_bound=2**60,
    )
