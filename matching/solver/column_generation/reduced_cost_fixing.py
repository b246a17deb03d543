"""Reduced-cost fixing: which columns and pairs a better solution may still use.

Let the gap be what is left between the Lagrangian bound and the incumbent. A solution that uses a
group loses against the bound what the group's reduced cost lacks of the best in its slot. So a
group that loses more than the gap is in no better solution, and a pair all of whose groups do is
fixed at 0.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Ints
from matching.solver.column_generation.column_pool import ColumnPool
from matching.solver.column_generation.incumbent import Incumbent
from matching.solver.column_generation.lagrangian import LagrangianSolution
from matching.solver.duals import SCALE
from matching.solver.pricing.pricer import Pricer

MOST_PAIRS = 60_000
"""Pairs chosen among for a proof; more would take too long."""


def columns_within(pool: ColumnPool, relaxed: LagrangianSolution, loss: float) -> list[int]:
    """List the columns whose reduced cost is at most `loss` points below the best of their slot."""
    groups = pool.groups
    if not groups:
        return []
    firsts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    pairs = np.array([pair for group in groups for pair in group], np.int64)
    reduced_cost = np.add.reduceat(relaxed.pair_reduced_cost[pairs], firsts)
    lost = relaxed.slot_reduced_cost[pool.instance.slot[pairs[firsts]]] - reduced_cost
    within: list[int] = np.flatnonzero(lost <= loss * SCALE).tolist()
    return within


def unfixed_pairs(incumbent: Incumbent, pricer: Pricer, relaxed: LagrangianSolution) -> Ints | None:
    """List the pairs that a better solution may use, and the incumbent's own, in order.

    Returns
    -------
    Ints | None
        ``(n,) int64`` with n at most about `MOST_PAIRS`; none when there are more, or time is up.
    """
    instance = incumbent.instance
    gap = relaxed.scaled_bound - SCALE * incumbent.points
    unfixed = np.zeros(len(instance.unit), np.bool_)
    unfixed[incumbent.pairs] = True
    for slot in range(len(instance.slots)):
        if incumbent.control.over or unfixed.sum() > MOST_PAIRS:
            return None
        pairs = instance.pairs_of_slot(slot)
        if pairs:
            most = pricer.best_with_each(slot, relaxed.pair_reduced_cost)
            least = relaxed.slot_reduced_cost[slot] - gap
            unfixed[pairs.start : pairs.stop] |= np.array(most) >= least
    return np.flatnonzero(unfixed)
