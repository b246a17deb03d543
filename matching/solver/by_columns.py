"""Column generation: prices lead to groups, groups to prices, until the bound and the value meet.

1. Prices come from the flow. Each slot's best group at these prices becomes a column.
2. The linear master over the columns gives new prices. Half-way between these and the prices of
   the best bound (Wentges' smoothing), slots are priced again; and so on.
3. The integer master chooses among the columns.
4. A group that loses more against the prices than what is left between bound and answer is in no
   better answer. All others are listed; if they are few, the integer master over them is a proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching.solver.arrangement import Arrangement
from matching.solver.bound import flow_bound
from matching.solver.control import Control
from matching.solver.instance import Instance
from matching.solver.integer import choose
from matching.solver.master import Columns, LinearMaster
from matching.solver.prices import SCALE, Offer, Prices, make_prices, price_out, round_limits
from matching.solver.pricing import Group, Pricer
from matching.solver.start import order_of_pairs, pairs_of_pins

SMOOTHING = 0.5
"""How far from the linear master's prices to stay, towards those of the best bound."""

CLOSE_ENOUGH = 5e-6
"""Stop generating when the linear master's value is this near the bound."""

SHARE_OF_COLUMNS = 0.6
"""Share of the time for generating columns; the rest is for choosing."""

SLICE_SECONDS = 20.0
SHARE_OF_A_SLICE = 0.3
"""Longest run of the integer master before the caller is listened to again: these seconds, or this
share of what is left."""

MOST_LISTED = 100_000
"""Groups listed for a proof; more would be too many to choose among."""

LOSSES = (0.002, 0.02, 0.2)
"""How much of a typical pair's points the columns of each choice may lose against the prices."""

SHARES_OF_SLACK = (0.1, 0.3, 1.0)
"""How much of the room between bound and answer to search, step by step."""

SLOTS_A_GLANCE = 64
"""How many slots to list groups for before the clock is looked at."""


@dataclass
class _Standing:
    """The best answer and the best bound so far."""

    pairs: list[int]
    points: int
    bound: int


class ColumnGeneration:
    """One run of column generation on an instance."""

    def __init__(self, instance: Instance, start: list[int], bound: int, control: Control) -> None:
        self.instance = instance
        self.control = control
        self.limits = round_limits(instance)
        self.pricer = Pricer(instance)
        self.columns = Columns(instance, self.limits)
        self.columns.add(self.columns.of(start))
        self._typical = float(np.median(instance.points)) if len(instance.points) else 0.0
        self.standing = _Standing(start, int(instance.points[start].sum()), bound)

    def run(self, prices: Prices | None = None) -> tuple[list[int], int]:
        """Improve the start until proven or out of time; the pairs, and a bound."""
        best = self.generate(self.flow_prices() if prices is None else prices)
        self.choose_near(best)
        self.prove(best)
        return self.standing.pairs, self.standing.bound

    def prove(self, best: Offer) -> None:
        """Search all that is left between bound and answer, if it can be listed."""
        for share in SHARES_OF_SLACK:
            if self._done() or not self._search_within(best, share):
                break

    def choose_near(self, best: Offer) -> None:
        """Choose among the columns that lose little against the prices, then among more."""
        for loss in LOSSES:
            if self._done() or (loss and self._slack(best) < loss * self._typical):
                break
            self._choose(self._near_columns(best, loss), self._slice())
            self._report("polish")

    def _done(self) -> bool:
        return self.standing.points >= self.standing.bound or self.control.over

    def _slice(self) -> float:
        return max(SLICE_SECONDS, SHARE_OF_A_SLICE * self.control.left)

    def _report(self, stage: str) -> None:
        self.control.report(stage, self.standing.points, self.standing.bound)

    def flow_prices(self) -> Prices:
        """Take prices, and a first bound, from the flow."""
        limits = np.zeros(len(self.limits.most))
        flow = flow_bound(self.instance)
        if flow is None:
            return make_prices(np.zeros(len(self.instance.units)), limits)
        self._fill(flow.whole.tolist())
        self.standing.bound = min(self.standing.bound, flow.bound)
        self._report("bound")
        return make_prices(flow.unit_price, limits)

    def _fill(self, first: list[int]) -> None:
        """Build an answer from pairs that a relaxation likes, then from the best that still fit."""
        arrangement = Arrangement(self.instance)
        arrangement.fill(pairs_of_pins(self.instance))
        arrangement.fill(first)
        arrangement.fill_in_order(order_of_pairs(self.instance))
        arrangement.drop_small_groups()
        if arrangement.settled():
            self.take(arrangement.pairs)

    def take(self, pairs: list[int]) -> None:
        """Take over an answer if it is better."""
        points = int(self.instance.points[pairs].sum())
        self.columns.add(self.columns.of(pairs))
        if points > self.standing.points:
            self.standing.pairs, self.standing.points = sorted(pairs), points

    def offer(self, prices: Prices) -> tuple[Offer, int]:
        """Price all slots, keep the groups, and lower the bound if these prices prove less."""
        offer = price_out(self.pricer, self.limits, prices)
        self.standing.bound = min(self.standing.bound, offer.points)
        return offer, self.columns.add(offer.groups)

    def generate(self, prices: Prices) -> Offer:
        """Generate columns until the linear master's value meets the bound; the best prices."""
        best, _ = self.offer(prices)
        used: list[int] = []
        master = LinearMaster(self.columns)
        deadline = self.control.left * (1 - SHARE_OF_COLUMNS)
        smoothing = SMOOTHING
        while not self._done() and self.control.left > deadline:
            solved = master.solve(self.control.left)
            if solved is None:
                break
            value, wanted = solved
            used = master.most_used()
            if best.bound / SCALE - value <= CLOSE_ENOUGH * max(1.0, value):
                break
            offer, new = self.offer(wanted.towards(best.prices, smoothing))
            raw, more = self.offer(wanted)
            if min(offer.bound, raw.bound) < best.bound:
                best = min(offer, raw, key=lambda each: each.bound)
            elif not new + more:
                if not smoothing:
                    break
                smoothing = 0.0 if smoothing < SMOOTHING / 8 else smoothing / 2
            self._report("columns")
        self._fill([pair for column in used for pair in self.columns.groups[column]])
        return best

    def _slack(self, offer: Offer) -> float:
        """Tell how many points are left between the bound of an offer and the answer."""
        return offer.bound / SCALE - self.standing.points

    def _near_columns(self, offer: Offer, loss: float) -> list[int]:
        """Keep the columns that lose little against the prices; the fewer, the faster a choice."""
        groups = self.columns.groups
        if not groups:
            return []
        firsts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        pairs = np.array([pair for group in groups for pair in group], np.int64)
        profits = np.add.reduceat(offer.profits[pairs], firsts)
        lost = offer.best[self.instance.slot[pairs[firsts]]] - profits
        near: list[int] = np.flatnonzero(lost <= loss * self._typical * SCALE).tolist()
        return near

    def _choose(self, among: Iterable[int], seconds: float) -> int | None:
        """Choose among columns and those in use; the bound over them, if the solver has one."""
        used = set(self.columns.of(self.standing.pairs))
        start = {at for at, group in enumerate(self.columns.groups) if group in used}
        among = sorted({*among, *start})
        chosen = choose(self.columns, among, start, self.control, min(seconds, self.control.left))
        if chosen is None:
            return None
        self.take([pair for column in chosen.columns for pair in self.columns.groups[column]])
        return chosen.bound

    def _search_within(self, offer: Offer, share: float) -> bool:
        """List the groups that lose no more than a share of the slack, and choose among them.

        With the whole slack this is a proof: no better answer uses any other group. With less it
        may find a better answer, and leave less slack. False when they are too many to list.
        """
        slack = int(share * SCALE * self._slack(offer))
        listed = self._listed(offer, slack)
        if listed is None:
            return False
        self.columns.add(listed)
        kept = set(listed)
        among = [at for at, group in enumerate(self.columns.groups) if group in kept]
        whole = share == 1
        bound = self._choose(among, self.control.left if whole else self._slice())
        if whole and bound is not None:
            self.standing.bound = min(self.standing.bound, max(bound, self.standing.points))
        self._report("proof" if whole else "polish")
        return True

    def _listed(self, offer: Offer, slack: int) -> list[Group] | None:
        listed: list[Group] = []
        for slot in range(len(self.instance.slots)):
            if slot % SLOTS_A_GLANCE == 0 and self.control.over:
                return None
            found = self.pricer.all_above(
                slot, offer.profits, int(offer.best[slot]) - slack, MOST_LISTED - len(listed)
            )
            if found is None:
                return None
            listed += found
        return listed
