"""What prices lead to: the best group of each slot, and a bound.

Relax three kinds of rows at a price (Lagrange): a unit is used once, a limit is kept, enough
previous pairs stay. What is left falls apart by slot, each solved exactly by `pricing`. The sum of
the prices and of the slots' best profits is never less than the optimum, whatever the prices; in
whole numbers it is so to the last point.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching.arrays import Ints
from matching.solver.duals import SCALE, Prices
from matching.solver.linking_rows import Limits
from matching.solver.pricing.pricer import Pricer


@dataclass(frozen=True, eq=False)
class Offer:
    """The best group of each slot at some prices, and the bound that they prove.

    Parameters
    ----------
    scaled_bound
        In `SCALE` of a point, as are profits.
    pair_profit
        One entry a pair: its points less the prices of what it uses.
    slot_profit
        One entry a slot: no group of it brings more.
    pairs
        Those of the best groups of all slots, in order.
    """

    prices: Prices
    scaled_bound: int
    pair_profit: Ints
    slot_profit: Ints
    pairs: Ints

    @property
    def bound(self) -> int:
        """In points: nothing is above it, and points are whole."""
        return self.scaled_bound // SCALE


def price_out(pricer: Pricer, limits: Limits, prices: Prices) -> Offer:
    """Find the best group of each slot at these prices, and the bound they prove."""
    instance = pricer.instance
    profits = instance.points * SCALE - prices.unit[instance.unit]
    profits -= limits.charged(prices.limit, len(profits))
    picks = pricer.best(profits)
    # Added up as Python's integers: at no prices, every slot may pick the same people.
    paid = zip(prices.limit.tolist(), limits.most.tolist(), strict=True)
    bound = sum(prices.unit.tolist()) + sum(price * most for price, most in paid)
    bound += sum(picks.profit.tolist())
    return Offer(prices, bound, profits, picks.profit, picks.pairs)
