"""The best few of each bucket, found again and again while what they are worth changes.

A *bucket* holds the units of one kind that could come to one slot. Only as many of them as could
stay there together matter. When worths change, the few that were best before still show how much
the last of the best is worth at least; everyone below that need not be put in order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.arrays import Flags, Ints

NO_FLOOR = np.iinfo(np.int64).min
"""Where anything may matter, whatever it is worth."""


class Ranking:
    """Ranks items bucket by bucket, best first, as far as they matter.

    Parameters
    ----------
    item, bucket
        ``(n_items,) int64``: what is ranked, and the bucket of each; buckets are numbered from 0,
        in order.
    most
        ``(n_buckets,) int64``: how many of each matter.
    keep_unprofitable
        ``(n_buckets,) bool``: whether items worth nothing, or less, matter too.
    """

    def __init__(self, item: Ints, bucket: Ints, most: Ints, keep_unprofitable: Flags) -> None:
        self._item = item
        self._bucket = bucket.astype(np.int32)
        self._most = most
        self._least = np.where(keep_unprofitable, NO_FLOOR, 1)
        self._last = np.zeros(0, np.int64)

    def best(self, worth: Ints) -> tuple[Ints, Ints, Ints]:
        """Rank by worth, bucket by bucket, best first; of equals the first named is first.

        Parameters
        ----------
        worth
            ``(n,) int64``, indexed by item.

        Returns
        -------
        tuple[Ints, Ints, Ints]
            The items that matter, their buckets, and their ranks from 0.
        """
        here = worth[self._item]
        able = np.flatnonzero(here >= self._floor(here)[self._bucket])
        value, bucket = here[able], self._bucket[able]
        named = [(able[:0], bucket[:0], able[:0])]
        for rank in range(int(self._most.max(initial=0))):
            top = _first_of_the_best(value, bucket)
            named.append((able[top], bucket[top], np.full(len(top), rank)))
            more = self._most[bucket] > rank + 1
            more[top] = False
            able, value, bucket = able[more], value[more], bucket[more]
        at, buckets, ranks = map(np.concatenate, zip(*named, strict=True))
        order = np.lexsort((ranks, buckets))
        self._last = at[order]
        return self._item[self._last], buckets[order].astype(np.int64), ranks[order]

    def _floor(self, here: Ints) -> Ints:
        """Return what an item must be worth at least, to be among the best of its bucket."""
        floor = self._least.copy()
        if len(self._last):
            bucket = self._bucket[self._last]
            starts = np.flatnonzero(np.diff(bucket, prepend=-1))
            counts = np.diff(np.append(starts, len(bucket)))
            buckets, worst = bucket[starts], np.minimum.reduceat(here[self._last], starts)
            full = counts == self._most[buckets]
            floor[buckets[full]] = np.maximum(floor[buckets[full]], worst[full])
        return floor


def _first_of_the_best(value: Ints, bucket: NDArray[np.int32]) -> Ints:
    """Find in each bucket the first of those whose value is highest."""
    if not len(bucket):
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.diff(bucket, prepend=-1))
    counts = np.diff(np.append(starts, len(bucket)))
    highest = np.repeat(np.maximum.reduceat(value, starts), counts)
    best = np.flatnonzero(value == highest)
    return np.asarray(best[np.diff(bucket[best], prepend=-1) != 0])
