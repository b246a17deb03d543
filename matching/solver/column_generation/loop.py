"""Column generation: prices lead to groups, groups to prices, until the bound and the value meet.

1. First prices come from the flow; small steps make them better. The groups that slots would
   choose on the last steps become columns.
2. The linear master over the columns gives new prices. Between these and the prices of the best
   bound (Wentges' smoothing), slots are priced again; and so on.
3. The integer master chooses among the columns, and the pairs that are left prove it (`choosing`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.solver.column_generation.column_pool import Columns
from matching.solver.column_generation.incumbent import Standing
from matching.solver.column_generation.integer_phase import Choosing
from matching.solver.column_generation.lagrangian import Offer, price_out
from matching.solver.column_generation.restricted_master import LinearMaster
from matching.solver.column_generation.subgradient import Descent, left_of_rows
from matching.solver.control import Control
from matching.solver.duals import SCALE, Prices, make_prices
from matching.solver.flow_bound import flow_bound
from matching.solver.instance import Instance
from matching.solver.linking_rows import round_limits
from matching.solver.pricing.pricer import Pricer

STEPS_FORGOTTEN = 0.75
"""The groups of this share of the steps are forgotten: prices are still too far off."""

STEPS_A_REPORT = 20
"""How often the caller hears of the steps."""

FEWEST_STEPS, MOST_STEPS, ROWS_A_STEP = 50, 400, 10
"""Steps on the way to a proof: one for so many units and slots, within these limits."""

SMOOTHING = 0.2
"""How far from the linear master's prices to stay, towards those of the best bound."""

LEAST_SMOOTHING = SMOOTHING / 8
"""Below this, the linear master's prices are taken as they are."""

SHARE_OF_A_STAGE = 0.6
"""Steps may take this share of the time, and columns this share of what is left then; the rest is
for choosing."""


@dataclass(frozen=True)
class Effort:
    """How far to go.

    Parameters
    ----------
    steps
        Towards better prices, before the linear master.
    hope
        How far below the first bound the steps aim, as a share of it.
    close
        Stop generating columns when value and bound are this near, as a share.
    tolerance
        A choice among columns may be this far from the best one, as a share.
    """

    steps: int
    hope: float = 0.02
    close: float = 5e-6
    tolerance: float = 0.0


def to_the_end(instance: Instance) -> Effort:
    """Aim at a proof: the more units and slots, the more steps."""
    rows = len(instance.units) + len(instance.slots)
    return Effort(steps=min(MOST_STEPS, max(FEWEST_STEPS, rows // ROWS_A_STEP)))


class ColumnGeneration:
    """One run of column generation on an instance."""

    def __init__(
        self,
        instance: Instance,
        start: list[int],
        bound: int,
        control: Control,
        effort: Effort | None = None,
    ) -> None:
        self.instance = instance
        self.effort = effort or to_the_end(instance)
        self.control = control
        self.limits = round_limits(instance)
        self.pricer = Pricer(instance, lambda: control.over)
        self.columns = Columns(instance, self.limits)
        self.standing = Standing(instance, self.columns, start, bound, control)
        self.choosing = Choosing(self.standing, self.pricer, self.effort.tolerance)

    def run(self) -> tuple[list[int], int]:
        """Improve the start until proven or out of time; the pairs, and a bound."""
        self.choosing.prove(self.improve(self.first_prices()))
        return self.standing.pairs, self.standing.bound

    def improve(self, prices: Prices) -> Offer:
        """Go from some prices to better ones and to a better answer; the best prices."""
        best = self.generate(self.descend(prices))
        self.choosing.near(best)
        return best

    def first_prices(self) -> Prices:
        """Take prices, and a first bound, from the flow."""
        limits = np.zeros(len(self.limits.most))
        flow = flow_bound(self.instance)
        if flow is None:
            return make_prices(np.zeros(len(self.instance.units)), limits)
        self.standing.fill(flow.whole.tolist(), self.instance.points)
        self.standing.lower(flow.bound)
        self.standing.report("bound")
        return make_prices(flow.unit_price, limits)

    def offer(self, prices: Prices) -> tuple[Offer, int]:
        """Price all slots, retain the groups, and lower the bound if these prices prove less."""
        offer = self._priced(prices)
        return offer, self._retain(offer)

    def _priced(self, prices: Prices) -> Offer:
        offer = price_out(self.pricer, self.limits, prices)
        self.standing.lower(offer.bound)
        return offer

    def _retain(self, offer: Offer) -> int:
        return self.columns.add(self.columns.of(offer.pairs.tolist()))

    def descend(self, prices: Prices) -> Offer:
        """Walk towards better prices; the best on the way. The last steps' groups are retained."""
        steps = self.effort.steps
        descent = Descent(prices, self.effort.hope)
        best = offer = self._priced(prices)
        reserve = self.control.left * (1 - SHARE_OF_A_STAGE)
        for step in range(steps):
            descent.step(
                offer, left_of_rows(self.instance, self.limits, offer), self.standing.points
            )
            offer = self._priced(descent.prices)
            best = min(best, offer, key=lambda each: each.scaled_bound)
            if step >= STEPS_FORGOTTEN * steps:
                self._retain(offer)
            if step % STEPS_A_REPORT == 0:
                self.standing.report("prices")
            if self.standing.done or self.control.left < reserve:
                break
        self.standing.fill(best.pairs.tolist(), best.pair_profit)
        return best

    def generate(self, best: Offer) -> Offer:
        """Generate columns until the linear master's value meets the bound; the best prices."""
        self._retain(best)
        used: list[int] = []
        master = LinearMaster(self.columns)
        reserve = self.control.left * (1 - SHARE_OF_A_STAGE)
        smoothing = SMOOTHING
        while not self.standing.done and self.control.left > reserve:
            solved = master.solve(self.control.left)
            if solved is None:
                break
            value, wanted = solved
            used = master.most_used()
            if best.scaled_bound / SCALE - value <= self.effort.close * max(1.0, value):
                break
            offer, new = self.offer(wanted.towards(best.prices, smoothing))
            raw, more = self.offer(wanted)
            if min(offer.scaled_bound, raw.scaled_bound) < best.scaled_bound:
                best = min(offer, raw, key=lambda each: each.scaled_bound)
            elif not new + more:
                if not smoothing:
                    break
                smoothing = 0.0 if smoothing < LEAST_SMOOTHING else smoothing / 2
            self.standing.report("columns")
        liked = [pair for column in used for pair in self.columns.groups[column]]
        self.standing.fill(liked, best.pair_profit)
        return best
