"""Prices, profits, and the bound that any prices give.

Relax three kinds of rows at a price (Lagrange): a unit is used once, a limit is kept, enough
previous pairs stay. What is left falls apart by slot, each solved exactly by `pricing`. The sum of
the prices and of the slots' best profits is never less than the optimum, whatever the prices; in
whole numbers it is so to the last point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.solver.instance import Instance
from matching.solver.pricing import SCALE, Pricer

Whole = NDArray[np.int64]

INTERPRETERS = "\0interpreters"
STAYING = "\0staying"
"""Names of the rows that belong to no farm; no farm is called so."""


@dataclass(frozen=True, eq=False)
class Limits:
    """Rows over the whole round: each pair uses some of each, at most `most` in all.

    Farm limits and the interpreter limit, and the previous pairs that must stay, written as a
    limit on the negative.
    """

    names: tuple[str, ...]
    row: Whole
    pair: Whole
    uses: Whole
    most: Whole

    def profit(self, prices: Whole, pairs: int) -> Whole:
        """Charge each pair for what it uses."""
        charged = np.zeros(pairs, np.int64)
        np.add.at(charged, self.pair, prices[self.row] * self.uses)
        return charged


def round_limits(instance: Instance) -> Limits:
    """Write the limits of the round as rows; those that cannot be broken are left out."""
    rows = [
        (farm, pairs, instance.heads[instance.unit[pairs]], limit)
        for farm, pairs, limit in _pairs_of_limited_farms(instance)
    ]
    if instance.problem.interpreter_limit is not None:
        pairs = np.flatnonzero(instance.interpreters)
        used = instance.interpreters[pairs]
        rows.append((INTERPRETERS, pairs, used, instance.problem.interpreter_limit))
    if instance.kept_needed:
        pairs = np.flatnonzero(instance.kept)
        rows.append((STAYING, pairs, -instance.kept[pairs], -instance.kept_needed))
    rows = [each for each in rows if each[3] < 0 or each[2].sum() > each[3]]
    none = np.zeros(0, np.int64)
    return Limits(
        names=tuple(name for name, _, _, _ in rows),
        row=np.repeat(np.arange(len(rows)), [len(pairs) for _, pairs, _, _ in rows]),
        pair=np.concatenate([none, *(pairs for _, pairs, _, _ in rows)]),
        uses=np.concatenate([none, *(uses for _, _, uses, _ in rows)]),
        most=np.array([most for *_, most in rows], np.int64),
    )


def _pairs_of_limited_farms(instance: Instance) -> list[tuple[str, Whole, int]]:
    slots: dict[str, list[Whole]] = {}
    for at, slot in enumerate(instance.slots):
        if slot.farm in instance.problem.farm_limits:
            pairs = np.arange(instance.first[at], instance.first[at + 1])
            slots.setdefault(slot.farm, []).append(pairs)
    limits = instance.problem.farm_limits
    return [(farm, np.concatenate(pairs), limits[farm]) for farm, pairs in sorted(slots.items())]


@dataclass(frozen=True, eq=False)
class Prices:
    """A price for each unit and each limit, in `SCALE` of a point, never negative."""

    unit: Whole
    limit: Whole

    def towards(self, other: Prices, share: float) -> Prices:
        """Go a share of the way to other prices."""
        return Prices(
            *(
                np.rint(mine + share * (theirs - mine)).astype(np.int64)
                for mine, theirs in ((self.unit, other.unit), (self.limit, other.limit))
            )
        )


def make_prices(unit: NDArray[np.float64], limit: NDArray[np.float64]) -> Prices:
    """Round prices in points to whole fractions."""
    return Prices(
        *(np.rint(np.maximum(0, each) * SCALE).astype(np.int64) for each in (unit, limit))
    )


@dataclass(frozen=True, eq=False)
class Offer:
    """What some prices lead to: a bound, and the best group of each slot."""

    prices: Prices
    bound: int
    """In `SCALE` of a point."""
    profits: Whole
    best: Whole
    pairs: Whole
    """Of the best groups of all slots, in order."""

    @property
    def points(self) -> int:
        """The bound in points: nothing is above it, and points are whole."""
        return self.bound // SCALE


def price_out(pricer: Pricer, limits: Limits, prices: Prices) -> Offer:
    """Find the best group of each slot at these prices, and the bound they prove."""
    instance = pricer.instance
    profits = instance.points * SCALE - prices.unit[instance.unit]
    profits -= limits.profit(prices.limit, len(profits))
    picks = pricer.best(profits)
    bound = int(prices.unit.sum()) + int((prices.limit * limits.most).sum())
    bound += int(picks.profit.sum())
    return Offer(prices, bound, profits, picks.profit, picks.pairs)
