"""The best few of each lot, found again and again while what they are worth changes.

A *lot* holds the units of one kind that could come to one slot. Only as many of them as could stay
there together matter. When worths change, the few that were best before still show how much the
last of the best is worth at least; everyone below that need not be put in order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.arrays import Flags, Ints

ANYTHING = np.iinfo(np.int64).min


class Ranking:
    """Ranks items lot by lot, best first, as far as they matter.

    Parameters
    ----------
    item, lot
        What is ranked, and the lot of each; lots are numbered from 0, in order.
    most
        How many of each lot matter.
    needy
        For each lot, whether items worth nothing, or less, matter too.
    """

    def __init__(self, item: Ints, lot: Ints, most: Ints, needy: Flags) -> None:
        self._item = item
        self._lot = lot.astype(np.int32)
        self._most = most
        self._least = np.where(needy, ANYTHING, 1)
        self._last = np.zeros(0, np.int64)

    def best(self, worth: Ints) -> tuple[Ints, Ints, Ints]:
        """Rank by worth, one entry an item that may be named: items, their lots and ranks from 0.

        Those of one lot follow each other, best first; of equals the first named is first.
        """
        here = worth[self._item]
        able = np.flatnonzero(here >= self._floor(here)[self._lot])
        value, lot = here[able], self._lot[able]
        named = [(able[:0], lot[:0], able[:0])]
        for rank in range(int(self._most.max(initial=0))):
            top = _first_of_the_best(value, lot)
            named.append((able[top], lot[top], np.full(len(top), rank)))
            more = self._most[lot] > rank + 1
            more[top] = False
            able, value, lot = able[more], value[more], lot[more]
        at, lots, ranks = map(np.concatenate, zip(*named, strict=True))
        order = np.lexsort((ranks, lots))
        self._last = at[order]
        return self._item[self._last], lots[order].astype(np.int64), ranks[order]

    def _floor(self, here: Ints) -> Ints:
        """Tell what an item must be worth at least, to be among the best of its lot."""
        floor = self._least.copy()
        if len(self._last):
            lot = self._lot[self._last]
            starts = np.flatnonzero(np.diff(lot, prepend=-1))
            counts = np.diff(np.append(starts, len(lot)))
            lots, worst = lot[starts], np.minimum.reduceat(here[self._last], starts)
            full = counts == self._most[lots]
            floor[lots[full]] = np.maximum(floor[lots[full]], worst[full])
        return floor


def _first_of_the_best(value: Ints, lot: NDArray[np.int32]) -> Ints:
    """Find in each lot the first of those whose value is highest."""
    if not len(lot):
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.diff(lot, prepend=-1))
    counts = np.diff(np.append(starts, len(lot)))
    highest = np.repeat(np.maximum.reduceat(value, starts), counts)
    best = np.flatnonzero(value == highest)
    return np.asarray(best[np.diff(lot[best], prepend=-1) != 0])
