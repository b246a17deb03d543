"""Reduced-cost fixing: which pairs a better solution may still use, and which units it must.

Let the gap be what is left between the Lagrangian bound and the incumbent. A solution that uses a
group loses against the bound what the group's reduced cost lacks of the best in its slot. So a pair
all of whose groups lose more than the gap is in no better solution, and is fixed at 0. A solution
without a unit leaves its dual unspent: one whose dual is more than the gap comes in any better.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Ints
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.pricing.pricer import Pricer


def losses(pricer: Pricer, relaxed: LagrangianSolution) -> Ints:
    """Return what each pair costs a solution at least, ``(n_pairs,) int64`` in `SCALE` of a point.

    That is, how far the best group with it stays below the best group of its slot.
    """
    best = pricer.best_with_each(relaxed.pair_reduced_cost)
    return relaxed.slot_reduced_cost[pricer.instance.slot] - best


def sure_units(relaxed: LagrangianSolution, gap: int) -> Ints:
    """Return the units that every better solution uses, ``(n,) int64`` in order.

    Parameters
    ----------
    gap
        What lies between the Lagrangian bound and the incumbent, in `SCALE` of a point.
    """
    return np.flatnonzero(relaxed.duals.unit > gap)
