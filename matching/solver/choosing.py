"""Choosing among columns, and proving that no other groups would do better.

A group that loses more against the prices than what is left between bound and answer is in no
better answer. All others are listed; if they are few, the integer master over them is a proof. If
they are too many (a dormitory of twenty beds), the pairs in them may still be few enough for the
model with a Boolean a pair.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.arrays import Ints
from matching.solver.instance import Group
from matching.solver.integer import choose_columns
from matching.solver.offer import Offer
from matching.solver.pair_program import choose_pairs
from matching.solver.prices import SCALE
from matching.solver.pricing import Pricer
from matching.solver.standing import Standing

SLICE_SECONDS = 20.0
SHARE_OF_A_SLICE = 0.3
"""Longest run of the integer master before the caller is listened to again: these seconds, or this
share of what is left."""

MOST_LISTED = 40_000
"""Groups listed for a proof; more would be too many to choose among."""

MOST_PAIRS = 15_000
"""Pairs chosen among for a proof, when groups are too many; more would take too long."""

COLUMNS_A_SECOND = 2_000
"""HiGHS looks at the clock too seldom to be given more columns than this for each second left."""

LOSSES = (0.002, 0.02, 0.2)
"""How much of a typical pair's points the columns of each choice may lose against the prices."""

SHARES_OF_SLACK = (0.1, 0.3, 1.0)
"""How much of the room between bound and answer to search, step by step."""


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

    def prove(self, best: Offer) -> None:
        """Search all that is left between bound and answer, if it can be listed."""
        for share in SHARES_OF_SLACK:
            if self.standing.done:
                return
            if not self._search_within(best, share):
                self._by_pairs(best)
                return

    def near(self, best: Offer) -> None:
        """Choose among the columns that lose little against the prices, then among more."""
        for loss in LOSSES:
            if self.standing.done or self._slack(best) < loss * self._typical:
                break
            self._choose(self._near_columns(best, loss), self._slice())
            self.standing.report("polish")

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

    def _choose(self, among: Iterable[int], seconds: float) -> int | None:
        """Choose among columns and those in use; the bound over them, if the solver has one."""
        seconds = min(seconds, self.control.left)
        used = set(self.columns.of(self.standing.pairs))
        start = {at for at, group in enumerate(self.columns.groups) if group in used}
        among = sorted({*among, *start})
        if len(among) > COLUMNS_A_SECOND * seconds:
            return None
        tolerance = self._tolerance * self.standing.points
        choice = choose_columns(self.columns, among, start, self.control, seconds, tolerance)
        if choice is None:
            return None
        groups = [self.columns.groups[among[at]] for at in choice.chosen]
        self.standing.take([pair for group in groups for pair in group])
        return choice.bound

    def _search_within(self, offer: Offer, share: float) -> bool:
        """List the groups that lose no more than a share of the slack, and choose among them.

        With the whole slack this is a proof: no better answer uses any other group. With less it
        may find a better answer, and leave less slack. False when they are too many to list.
        """
        slack = int(share * (offer.scaled_bound - SCALE * self.standing.points))
        listed = self._listed(offer, slack)
        if listed is None:
            return False
        self.columns.add(listed)
        kept = set(listed)
        among = [at for at, group in enumerate(self.columns.groups) if group in kept]
        whole = share == 1
        bound = self._choose(among, self.control.left if whole else self._slice())
        if whole and bound is not None:
            self.standing.lower(max(bound, self.standing.points))
        self.standing.report("proof" if whole else "polish")
        return True

    def _by_pairs(self, offer: Offer) -> None:
        """Choose among all pairs of which some group loses no more than the slack.

        No better answer uses any other pair, so this is a proof too.
        """
        pairs = self._pairs_within(offer)
        if pairs is None:
            return
        start = np.flatnonzero(np.isin(pairs, self.standing.pairs)).tolist()
        choice = choose_pairs(self.instance.only(pairs), start, self.control, self.control.left)
        if choice is None:
            return
        self.standing.take(pairs[list(choice.chosen)].tolist())
        self.standing.lower(max(choice.bound, self.standing.points))
        self.standing.report("proof")

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

    def _listed(self, offer: Offer, slack: int) -> list[Group] | None:
        listed: list[Group] = []
        for slot in range(len(self.instance.slots)):
            if self.control.over:
                return None
            found = self.pricer.all_above(
                slot,
                offer.pair_profit,
                int(offer.slot_profit[slot]) - slack,
                MOST_LISTED - len(listed),
            )
            if found is None:
                return None
            listed += found
        return listed
