"""Pricing by patterns: the best groups of all slots at once, where rooms hold few enough.

A *pattern* says how many units of each kind stay together: "two men who share and a couple". Slots
with the same rooms hold the same patterns, and these are listed once. Within a pattern the units of
largest reduced cost are the best, so a slot's best group is the best of its patterns, and each
pattern is worth the sum of a few numbers: what the best one, two, three… units of a kind bring
together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.arrays import Flags, Ints
from matching.solver.pricing.ranking import Ranking
from matching.solver.pricing.room_automaton import Pattern

MOST_PATTERNS = 4_000
"""Rooms that hold more patterns are searched depth first."""

NEVER = -(2**58)
"""Reduced cost of units that are not there: no sum with it is positive, and none overflows…"""

MOST_REDUCED_COST = 2**48
"""…while a unit brings less than this."""

CELLS_AT_ONCE = 4_000_000
"""Numbers held while patterns are compared."""

NOBODY = 0
"""The cell of a row that stands for no unit at all."""


@dataclass(frozen=True, eq=False)
class PatternSet:
    """The patterns that slots of one sort can hold.

    Parameters
    ----------
    most
        ``(n_kinds,) int64``: how many units of each kind the largest pattern has.
    first
        ``(n_kinds,) int64``: the cell of one unit; the cells of two, three… follow.
    cells
        ``(n_patterns, n_kinds of the largest) int64``: the cells to add up for each pattern, filled
        up with `NOBODY`.
    """

    most: Ints
    first: Ints
    cells: Ints

    @property
    def n_cells(self) -> int:
        """Cells in a slot's row."""
        return 1 + int(self.most.sum())

    @cached_property
    def counts(self) -> Ints:
        """How many units each cell of a row stands for, ``(n_cells,) int64``."""
        each = [np.arange(1, count + 1) for count in self.most.tolist()]
        return np.concatenate([np.zeros(1, np.int64), *each])


def make_pattern_set(listed: list[Pattern], people: Ints, least: int) -> PatternSet:
    """Write down the patterns of enough people.

    Parameters
    ----------
    people
        ``(n_kinds,) int64``: how many people a unit of each kind is.
    least
        How many people a pattern has at least.
    """
    most = np.zeros(len(people), np.int64)
    for pattern in listed:
        for kind, count in pattern:
            most[kind] = max(most[kind], count)
    first = 1 + np.cumsum(most) - most
    large = [pattern for pattern in listed if pattern and _people_in(pattern, people) >= least]
    cells = np.full((len(large), max(map(len, large), default=0)), NOBODY)
    for row, pattern in enumerate(large):
        cells[row, : len(pattern)] = [first[kind] + count - 1 for kind, count in pattern]
    return PatternSet(most, first, cells)


def _people_in(pattern: Pattern, people: Ints) -> int:
    return sum(int(people[kind]) * count for kind, count in pattern)


@dataclass(frozen=True, eq=False)
class BestGroups:
    """The best group of each slot.

    Parameters
    ----------
    reduced_cost
        ``(n_slots,) int64``: that of the group; 0 for nobody.
    pairs
        ``(n,) int64``: those of all groups, in order, so by slot.
    """

    reduced_cost: Ints
    pairs: Ints


class PatternPricer:
    """Prices together all slots that have a pattern set.

    Parameters
    ----------
    slot, kind
        ``(n_pairs,) int64``: the slot of each pair, and the kind of its unit.
    set_of
        ``(n_slots,) int64``: the number of each slot's pattern set, or -1 for those left out.
    keep_unprofitable
        ``(n_slots,) bool``: whether units that gain nothing may be needed, to reach the minimum.
    """

    def __init__(
        self,
        slot: Ints,
        kind: Ints,
        set_of: Ints,
        pattern_sets: list[PatternSet],
        keep_unprofitable: Flags,
    ) -> None:
        self._pattern_sets = pattern_sets
        self._slots = [np.flatnonzero(set_of == at) for at in range(len(pattern_sets))]
        self._row = np.zeros(len(set_of), np.int64)
        self._starts = []
        cells = 0
        for pattern_set, slots in zip(pattern_sets, self._slots, strict=True):
            self._starts.append(cells)
            self._row[slots] = cells + np.arange(len(slots)) * pattern_set.n_cells
            cells += len(slots) * pattern_set.n_cells
        self._cells = cells
        self._rank(slot, kind, set_of, keep_unprofitable)

    def _rank(self, slot: Ints, kind: Ints, set_of: Ints, keep_unprofitable: Flags) -> None:
        """Sort the pairs into buckets, each with the cell of its first unit."""
        most, first = _by_set(self._pattern_sets, set_of[slot], kind)
        listed = np.flatnonzero(most > 0)
        listed = listed[np.lexsort((kind[listed], slot[listed]))]
        here, which = slot[listed], kind[listed]
        begins = (np.diff(here, prepend=-1) != 0) | (np.diff(which, prepend=-1) != 0)
        firsts = listed[begins]
        self._cell_of_bucket = self._row[slot[firsts]] + first[firsts]
        self._ranking = Ranking(
            listed, np.cumsum(begins) - 1, most[firsts], keep_unprofitable[slot[firsts]]
        )

    def best_groups(self, reduced_costs: Ints) -> BestGroups:
        """Find the best group of each slot; slots that are left out have nobody."""
        units, sums, begin = self._sums(reduced_costs)
        best = np.zeros(len(self._row), np.int64)
        cells, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for pattern_set, slots, start in zip(
            self._pattern_sets, self._slots, self._starts, strict=True
        ):
            rows = sums[start : start + len(slots) * pattern_set.n_cells].reshape(
                len(slots), pattern_set.n_cells
            )
            reduced_cost, pattern = _best_patterns(rows, pattern_set.cells)
            paying = np.flatnonzero(reduced_cost > 0)
            best[slots[paying]] = reduced_cost[paying]
            chosen = pattern_set.cells[pattern[paying]]
            cells.append((self._row[slots[paying], np.newaxis] + chosen).ravel())
            counts.append(pattern_set.counts[chosen].ravel())
        count = np.concatenate(counts)
        return BestGroups(best, np.sort(units[_ranges(begin[np.concatenate(cells)], count)]))

    def _sums(self, reduced_costs: Ints) -> tuple[Ints, Ints, Ints]:
        """Sum up the best one, two, three… units of each kind, for every cell of every row.

        Returns the units' pairs, best first in each kind of each slot; each cell's sum; and where
        among the pairs the units of each cell begin.
        """
        pair, bucket, rank = self._ranking.best(reduced_costs)
        first = np.arange(len(pair)) - rank
        summed = np.cumsum(reduced_costs[pair])
        summed -= (summed - reduced_costs[pair])[first]
        target = self._cell_of_bucket[bucket] + rank
        sums = np.full(self._cells, NEVER)
        begin = np.zeros(self._cells, np.int64)
        sums[target], begin[target] = summed, first
        for pattern_set, slots, start in zip(
            self._pattern_sets, self._slots, self._starts, strict=True
        ):
            sums[start : start + len(slots) * pattern_set.n_cells : pattern_set.n_cells] = 0
        return pair, sums, begin


def _by_set(pattern_sets: list[PatternSet], pattern_set: Ints, kind: Ints) -> tuple[Ints, Ints]:
    """Return for each pair how many of its kind may come (0 without a set), and the cell of one."""
    if not pattern_sets:
        return np.zeros_like(kind), np.zeros_like(kind)
    most = np.stack([each.most for each in pattern_sets])[pattern_set, kind]
    first = np.stack([each.first for each in pattern_sets])[pattern_set, kind]
    return np.where(pattern_set < 0, 0, most), first


def _best_patterns(rows: Ints, cells: Ints) -> tuple[Ints, Ints]:
    """Find the best pattern of each row: its reduced cost (0 for nobody), and which it is.

    Parameters
    ----------
    rows
        ``(n_slots, n_cells) int64``: what each cell of each slot is worth.
    cells
        ``(n_patterns, width) int64``: the cells of each pattern.
    """
    reduced_cost = np.zeros(len(rows), np.int64)
    best = np.zeros(len(rows), np.int64)
    if not len(cells):
        return reduced_cost, best
    block = max(1, CELLS_AT_ONCE // len(cells))
    for first in range(0, len(rows), block):
        some = rows[first : first + block]
        total = some[:, cells[:, 0]]
        for term in cells.T[1:]:
            total += some[:, term]
        best[first : first + block] = total.argmax(axis=1)
        reduced_cost[first : first + block] = total.max(axis=1)
    return reduced_cost, best


def _ranges(begin: Ints, count: Ints) -> Ints:
    """Write out `count` numbers from each `begin` on, one after the other."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begin - ends + count, count)
