"""Better prices by small steps: dearer where too many come, cheaper where something is left.

The bound is a convex function of the prices, and what is left of each row (people once, limits) is
a subgradient of it. Steps are as long as they would have to be to reach a level a little below the
best bound (Polyak); when that level proves too low, the next one is nearer. Each direction keeps
some of the one before, so that the path does not zigzag (Camerini, Fratta and Maffioli).
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Reals
from matching.solver.column_generation.lagrangian import Offer
from matching.solver.duals import SCALE, Prices, whole_prices
from matching.solver.instance import Instance
from matching.solver.linking_rows import Limits

LESS_HOPE = 0.6
"""The next level is this much nearer…"""

PATIENCE = 10
"""…when so many steps have gained nothing worth a note."""

WORTH_A_NOTE = 0.02
"""A gain is worth a note when it is at least this share of the distance to the level."""

MEMORY = 0.7
"""How much of the direction before is kept."""


class Descent:
    """A walk from some prices towards those of the lowest bound.

    Parameters
    ----------
    hope
        How far below the first bound the first level lies, as a share of it.
    """

    def __init__(self, prices: Prices, hope: float) -> None:
        self._first_hope = hope
        self._units = len(prices.unit)
        self._here: Reals = np.concatenate([prices.unit, prices.limit]).astype(np.float64)
        self._best_place = self._here
        self._best: float = np.inf
        self._direction = np.zeros(len(self._here))
        self._hope = 0.0
        self._idle = 0

    @property
    def prices(self) -> Prices:
        """The prices to try next."""
        whole = whole_prices(self._here)
        return Prices(whole[: self._units], whole[self._units :])

    def step(self, offer: Offer, left: Reals, standing: int) -> None:
        """Go on from the bound that the present prices prove.

        Parameters
        ----------
        left
            What is left of each row, units first; negative where it is used too often.
        standing
            Points of an answer: no bound is lower.
        """
        self._judge(offer.scaled_bound)
        left = np.where((self._here <= 0) & (left > 0), 0, left)
        direction = left + MEMORY * self._direction
        self._direction = np.where((self._here <= 0) & (direction > 0), 0, direction)
        level = max(standing * SCALE, self._best - self._hope)
        length = max(1.0, (left * left).sum(), (left * self._direction).sum())
        self._here = np.maximum(
            0, self._here - (offer.scaled_bound - level) / length * self._direction
        )

    def _judge(self, bound: int) -> None:
        """Note a better bound; after many idle steps go back to the best, with less hope."""
        if not np.isfinite(self._best):
            self._hope = self._first_hope * bound
        gain = self._best - bound
        self._idle = 0 if gain > WORTH_A_NOTE * self._hope else self._idle + 1
        if gain > 0:
            self._best, self._best_place = bound, self._here
        if self._idle >= PATIENCE:
            self._hope *= LESS_HOPE
            self._idle = 0
            self._here = self._best_place
            self._direction = np.zeros(len(self._here))


def left_of_rows(instance: Instance, limits: Limits, offer: Offer) -> Reals:
    """Count what the groups of an offer leave of each unit (one) and of each limit."""
    used = np.bincount(instance.unit[offer.pairs], minlength=len(instance.units))
    taken = np.zeros(len(instance.unit))
    taken[offer.pairs] = 1
    limited = np.bincount(
        limits.row, weights=limits.uses * taken[limits.pair], minlength=len(limits.most)
    )
    return np.concatenate([1 - used, limits.most - limited])
