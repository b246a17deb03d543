"""Reduced-cost fixing: which pairs a better solution may still use.

Let the gap be what is left between the Lagrangian bound and the incumbent. A solution that uses a
group loses against the bound what the group's reduced cost lacks of the best in its slot. So a pair
all of whose groups lose more than the gap is in no better solution, and is fixed at 0.
"""

from __future__ import annotations

from matching.arrays import Ints
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.pricing.pricer import Pricer


def losses(pricer: Pricer, relaxed: LagrangianSolution) -> Ints:
    """Return what each pair costs a solution at least, ``(n_pairs,) int64`` in `SCALE` of a point.

    That is, how far the best group with it stays below the best group of its slot.
    """
    best = pricer.best_with_each(relaxed.pair_reduced_cost)
    return relaxed.slot_reduced_cost[pricer.instance.slot] - best
