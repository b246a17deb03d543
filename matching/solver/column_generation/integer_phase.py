"""Choosing among columns, and proving that nothing else would do better.

A group that loses more against the prices than what is left between bound and answer is in no
better answer, and neither is a pair all of whose groups lose more. The pairs that are left go into
the model with a Boolean a pair: its best answer is the best there is.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Ints
from matching.solver.column_generation.incumbent import Standing
from matching.solver.column_generation.integer_master import choose_columns
from matching.solver.column_generation.lagrangian import Offer
from matching.solver.compact.as_mip import choose_pairs
from matching.solver.compact.model import PairModel
from matching.solver.duals import SCALE
from matching.solver.pricing.pricer import Pricer

SLICE_SECONDS = 20.0
SHARE_OF_A_SLICE = 0.3
"""Longest run of a choice among columns: these seconds, or this share of what is left."""

MOST_PAIRS = 15_000
"""Pairs chosen among for a proof; more would take too long."""

COLUMNS_A_SECOND = 2_000
"""HiGHS looks at the clock too seldom to be given more columns than this for each second left."""

LARGEST_FOR_FLOATS = 5 * 10**8
"""Points from which the margin for rounding in `highs` is half a point: no proof is left. From here
on CP-SAT proves, which takes longer and counts in whole numbers."""

LOSSES = (0.002, 0.02)
"""How much of a typical pair's points the columns of each choice may lose against the prices…"""

LAST_LOSS = 0.2
"""…and how much where a proof has to wait for a better answer."""


class Choosing:
    """The integer side of column generation.

    Parameters
    ----------
    tolerance
        A choice may be this far from the best one, as a share of its points.
    """

    def __init__(self, standing: Standing, pricer: Pricer, tolerance: float) -> None:
        self.standing = standing
        self.columns = standing.columns
        self.control = standing.control
        self.instance = standing.instance
        self.pricer = pricer
        self._tolerance = tolerance
        points = self.instance.points
        self._typical = float(np.median(points)) if len(points) else 0.0

    def near(self, best: Offer) -> None:
        """Choose among the columns that lose little against the prices, then among more."""
        for loss in LOSSES:
            self._choose_near(best, loss)

    def prove(self, best: Offer) -> None:
        """Search all that is left between bound and answer; if that is much, find a better one."""
        if not self._by_pairs(best):
            self._choose_near(best, LAST_LOSS)
            self._by_pairs(best)

    def _slice(self) -> float:
        return max(SLICE_SECONDS, SHARE_OF_A_SLICE * self.control.left)

    def _slack(self, offer: Offer) -> float:
        """Tell how many points are left between the bound of an offer and the answer."""
        return offer.scaled_bound / SCALE - self.standing.points

    def _near_columns(self, offer: Offer, loss: float) -> list[int]:
        """Keep the columns that lose little against the prices; the fewer, the faster a choice."""
        groups = self.columns.groups
        if not groups:
            return []
        firsts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        pairs = np.array([pair for group in groups for pair in group], np.int64)
        profits = np.add.reduceat(offer.pair_profit[pairs], firsts)
        lost = offer.slot_profit[self.instance.slot[pairs[firsts]]] - profits
        near: list[int] = np.flatnonzero(lost <= loss * self._typical * SCALE).tolist()
        return near

    def _choose_near(self, best: Offer, loss: float) -> None:
        """Choose among the columns that lose at most so much, and those in use."""
        seconds = min(self._slice(), self.control.left)
        if self.standing.done or self._slack(best) < loss * self._typical:
            return
        used = set(self.columns.of(self.standing.pairs))
        start = {at for at, group in enumerate(self.columns.groups) if group in used}
        among = sorted({*self._near_columns(best, loss), *start})
        if len(among) > COLUMNS_A_SECOND * seconds:
            return
        tolerance = self._tolerance * self.standing.points
        choice = choose_columns(self.columns, among, start, self.control, seconds, tolerance)
        if choice is not None:
            groups = [self.columns.groups[among[at]] for at in choice.chosen]
            self.standing.take([pair for group in groups for pair in group])
        self.standing.report("polish")

    def _by_pairs(self, offer: Offer) -> bool:
        """Choose among all pairs that a better answer may use; false when they are too many."""
        if self.standing.done:
            return True
        pairs = self._pairs_within(offer)
        if pairs is None:
            return False
        start = np.flatnonzero(np.isin(pairs, self.standing.pairs)).tolist()
        left, seconds = self.instance.only(pairs), self.control.left
        if self.standing.bound < LARGEST_FOR_FLOATS:
            choice = choose_pairs(left, start, self.control, seconds)
        else:
            choice = PairModel(left).best(start, self.control, seconds)
        if choice is not None:
            self.standing.take(pairs[list(choice.chosen)].tolist())
            self.standing.lower(max(choice.bound, self.standing.points))
        self.standing.report("proof")
        return True

    def _pairs_within(self, offer: Offer) -> Ints | None:
        """List the pairs that a better answer may use, and those of this one; none if too many."""
        slack = offer.scaled_bound - SCALE * self.standing.points
        within = np.zeros(len(self.instance.unit), np.bool_)
        within[self.standing.pairs] = True
        for slot in range(len(self.instance.slots)):
            if self.control.over or within.sum() > MOST_PAIRS:
                return None
            pairs = self.instance.pairs_of_slot(slot)
            if pairs:
                most = self.pricer.most_with(slot, offer.pair_profit)
                least = offer.slot_profit[slot] - slack
                within[pairs.start : pairs.stop] |= np.array(most) >= least
        return np.flatnonzero(within)
