"""Pricing by patterns: the best groups of all slots at once, where rooms hold few enough.

A *pattern* says how many units of each kind stay together: "two men who share and a couple". Slots
with the same rooms hold the same patterns, and these are listed once. Within a pattern the units of
largest reduced cost are the best, so a slot's best group is the best of its patterns, and each
pattern is worth the sum of a few numbers: what the best one, two, three… units of a kind bring
together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.arrays import Flags, Ints
from matching.solver.pricing.pattern_sets import NOBODY, PatternSet
from matching.solver.pricing.ranking import Ranking

MOST_PATTERNS = 4_000
"""Rooms that hold more patterns are searched depth first."""

NEVER = -(2**58)
"""Reduced cost of units that are not there: no sum with it is positive, and none overflows…"""

MOST_REDUCED_COST = 2**48
"""…while a unit brings less than this."""

CELLS_AT_ONCE = 4_000_000
"""Numbers held while patterns are compared."""


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


@dataclass(frozen=True, eq=False)
class _Cells:
    """What the cells of all rows stand for at some reduced costs.

    Parameters
    ----------
    pair, rank
        ``(n,) int64``: those that matter, best first in each kind of each slot.
    sums, begin
        ``(n_cells,) int64``: what each cell is worth, and where among the pairs its units begin.
    """

    pair: Ints
    rank: Ints
    sums: Ints
    begin: Ints


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
        self._listed, self._most = listed, most[listed]
        self._first_cell = self._row[here] + first[listed]
        self._cell_of_bucket = self._first_cell[begins]
        self._ranking = Ranking(
            listed, np.cumsum(begins) - 1, most[firsts], keep_unprofitable[slot[firsts]]
        )

    def best_groups(self, reduced_costs: Ints) -> BestGroups:
        """Find the best group of each slot; slots that are left out have nobody."""
        named = self._sums(reduced_costs)
        best = np.zeros(len(self._row), np.int64)
        cells, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for pattern_set, slots, start in zip(
            self._pattern_sets, self._slots, self._starts, strict=True
        ):
            rows = _rows(named.sums, start, len(slots), pattern_set)
            reduced_cost, pattern = _best_patterns(rows, pattern_set.cells)
            paying = np.flatnonzero(reduced_cost > 0)
            best[slots[paying]] = reduced_cost[paying]
            chosen = pattern_set.cells[pattern[paying]]
            cells.append((self._row[slots[paying], np.newaxis] + chosen).ravel())
            counts.append(pattern_set.counts[chosen].ravel())
        count = np.concatenate(counts)
        begins = named.begin[np.concatenate(cells)]
        return BestGroups(best, np.sort(named.pair[_ranges(begins, count)]))

    def best_with_each(self, reduced_costs: Ints) -> Ints:
        """Find for each pair the best group with it, ``(n_pairs,) int64``.

        Whoever is among the best of their kind is in a pattern's best group; anybody else takes the
        place of the last of them. A pair that no pattern holds has less than half of `NEVER`.
        """
        named = self._sums(reduced_costs)
        beside = np.full(self._cells, 2 * NEVER)
        for pattern_set, slots, start in zip(
            self._pattern_sets, self._slots, self._starts, strict=True
        ):
            rows = _rows(named.sums, start, len(slots), pattern_set)
            best = _rows(beside, start, len(slots), pattern_set)
            _best_beside(rows, pattern_set.cells, best)
        rank = np.full(len(reduced_costs), len(reduced_costs))
        rank[named.pair] = named.rank
        rank, own, most = rank[self._listed], reduced_costs[self._listed], self._most
        best_with = np.full(len(self._listed), 2 * NEVER)
        for count in range(1, int(most.max(initial=0)) + 1):
            able = np.flatnonzero(most >= count)
            cell = self._first_cell[able] + count - 1
            fewer = named.sums[cell - 1] if count > 1 else 0
            held = np.where(rank[able] < count, named.sums[cell], fewer + own[able])
            best_with[able] = np.maximum(best_with[able], beside[cell] + held)
        found = np.full(len(reduced_costs), 2 * NEVER)
        found[self._listed] = best_with
        return found

    def _sums(self, reduced_costs: Ints) -> _Cells:
        """Sum up the best one, two, three… units of each kind, for every cell of every row."""
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
        return _Cells(pair, rank, sums, begin)


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
        total = _totals(rows[first : first + block], cells)
        best[first : first + block] = total.argmax(axis=1)
        reduced_cost[first : first + block] = total.max(axis=1)
    return reduced_cost, best


def _best_beside(rows: Ints, cells: Ints, best: Ints) -> None:
    """Find for each cell of each row the most that the rest of a pattern with it is worth.

    Parameters
    ----------
    best
        ``(n_slots, n_cells) int64``, written to; never less than before.
    """
    holding = [np.flatnonzero((cells == cell).any(axis=1)) for cell in range(rows.shape[1])]
    block = max(1, CELLS_AT_ONCE // max(1, len(cells)))
    for first in range(0, len(rows), block):
        some = rows[first : first + block]
        total = _totals(some, cells)
        for cell, patterns in enumerate(holding):
            if cell != NOBODY and len(patterns):
                rest = total[:, patterns].max(axis=1) - some[:, cell]
                best[first : first + block, cell] = np.maximum(
                    best[first : first + block, cell], rest
                )


def _totals(rows: Ints, cells: Ints) -> Ints:
    """Sum up what each pattern is worth in each row, ``(n_rows, n_patterns) int64``."""
    total = np.zeros((len(rows), len(cells)), np.int64)
    for term in cells.T:
        total += rows[:, term]
    return total


def _rows(of_cells: Ints, start: int, count: int, pattern_set: PatternSet) -> Ints:
    """Show the cells of one pattern set's slots as ``(n_slots, n_cells)``."""
    end = start + count * pattern_set.n_cells
    return of_cells[start:end].reshape(count, pattern_set.n_cells)


def _ranges(begin: Ints, count: Ints) -> Ints:
    """Write out `count` numbers from each `begin` on, one after the other."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begin - ends + count, count)
