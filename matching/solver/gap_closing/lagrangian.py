"""The Lagrangian bound: what some duals prove, and the best group of each slot under them.

Every row that joins slots is relaxed and charged at its dual: a unit is used once, linking rows are
kept. What is left falls apart by slot, each solved exactly by pricing. The duals times their right
sides, and the best reduced cost of every slot, are together never less than the optimum, whatever
the duals; in whole numbers it is so to the last point.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching.arrays import Ints
from matching.solver.duals import SCALE, Duals
from matching.solver.pricing.pricer import Pricer


@dataclass(frozen=True, eq=False)
class LagrangianSolution:
    """The solution of the Lagrangian relaxation at some duals, and the bound that it proves.

    Parameters
    ----------
    scaled_bound
        In `SCALE` of a point, as are reduced costs.
    pair_reduced_cost
        ``(n_pairs,) int64``: the points of each less the duals of what it uses.
    slot_reduced_cost
        ``(n_slots,) int64``: no group of the slot has more; 0 or more.
    pairs
        ``(n,) int64``: those of the best groups of all slots, in order.
    """

    duals: Duals
    scaled_bound: int
    pair_reduced_cost: Ints
    slot_reduced_cost: Ints
    pairs: Ints

    @property
    def bound(self) -> int:
        """The Lagrangian bound in points: no solution has more, and points are whole."""
        return self.scaled_bound // SCALE


def solve_lagrangian(pricer: Pricer, duals: Duals) -> LagrangianSolution:
    """Price every slot at these duals; return the best groups and the Lagrangian bound."""
    instance, linking = pricer.instance, pricer.instance.linking
    reduced_costs = instance.points * SCALE - duals.unit[instance.unit]
    reduced_costs -= linking.cost_of_pairs(duals.linking)
    best = pricer.best_groups(reduced_costs)
    # Added up as Python's integers: at duals of 0, every slot may pick the same people.
    paid = zip(duals.linking.tolist(), linking.rhs.tolist(), strict=True)
    bound = sum(duals.unit.tolist()) + sum(dual * rhs for dual, rhs in paid)
    bound += sum(best.reduced_cost.tolist())
    return LagrangianSolution(duals, bound, reduced_costs, best.reduced_cost, best.pairs)
