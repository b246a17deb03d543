"""Floors that can be reached: no group has fewer places than if all were served by waiting.

No wish is read: each has the first place in time that is left when their turn comes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from matching.checks import PinsClashError
from matching.comparison import serve_in_order
from matching.problem import Problem
from matching.solver.instance import make_instance
from matching.validity import breaches


def with_floors(problem: Problem, groups_of: Mapping[str, tuple[str, ...]]) -> Problem:
    """Ask that no group has fewer places than it would have in the order of waiting.

    That order gives a valid answer, so all floors can be reached together, unless moves are
    limited. Where it would break what is pinned (a pair that needs others beside it), or pins clash
    anyway, the problem is returned as it is.

    Parameters
    ----------
    groups_of
        The groups of each party's id, which may overlap; whoever has none belongs to none.
    """
    free = replace(problem, floors={}, max_moves=None)
    try:
        instance = make_instance(free)
    except PinsClashError:
        return problem
    begins = np.array([slot.arrival.toordinal() for slot in instance.slots], np.int64)
    served = instance.matches(serve_in_order(instance, -begins[instance.slot]))
    if breaches(free, served):
        return problem
    floors = Counter[str]()
    for party, _ in served:
        for group in groups_of.get(party, ()):
            floors[group] += problem.party_of[party].people
    parties = tuple(replace(each, groups=groups_of.get(each.id, ())) for each in problem.parties)
    return replace(problem, parties=parties, floors=dict(floors))
