"""The best groups of all slots at once, where rooms are few enough to write down who fits.

A *mix* says how many units of each kind stay together: "two men who share and a couple". Slots with
the same rooms hold the same mixes, and these are listed once. Within a mix the most profitable
units of each kind are the best, so a slot's best group is the best of its mixes, and each mix is
worth the sum of a few numbers: what the best one, two, three… units of a kind bring together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.arrays import Flags, Ints
from matching.solver.pricing.ranking import Ranking
from matching.solver.pricing.room_automaton import Mix

MOST_MIXES = 4_000
"""Rooms that hold more mixes are searched depth first."""

NEVER = -(2**58)
"""Profit of units that are not there: no sum with it is positive, and none overflows…"""

MOST_PROFIT = 2**48
"""…while a unit brings less than this."""

CELLS_AT_ONCE = 4_000_000
"""Numbers held while mixes are compared."""

NOBODY = 0
"""The cell of a row that stands for no unit at all."""


@dataclass(frozen=True, eq=False)
class Menu:
    """The mixes that slots of one sort can hold.

    Parameters
    ----------
    most
        For each kind, how many units of it the largest mix has.
    first
        For each kind, the cell of one unit; the cells of two, three… follow.
    mixes
        A row a mix: the cells to add up, filled up with `NOBODY`.
    """

    most: Ints
    first: Ints
    mixes: Ints

    @property
    def cells(self) -> int:
        """Cells in a slot's row."""
        return 1 + int(self.most.sum())

    @cached_property
    def counts(self) -> Ints:
        """How many units each cell of a row stands for."""
        each = [np.arange(1, count + 1) for count in self.most.tolist()]
        return np.concatenate([np.zeros(1, np.int64), *each])


def make_menu(listed: list[Mix], people: Ints, least: int) -> Menu:
    """Write down the mixes of at least some people; `people` has one entry a kind."""
    most = np.zeros(len(people), np.int64)
    for mix in listed:
        for kind, count in mix:
            most[kind] = max(most[kind], count)
    first = 1 + np.cumsum(most) - most
    large = [mix for mix in listed if mix and _people_in(mix, people) >= least]
    mixes = np.full((len(large), max(map(len, large), default=0)), NOBODY)
    for row, mix in enumerate(large):
        mixes[row, : len(mix)] = [first[kind] + count - 1 for kind, count in mix]
    return Menu(most, first, mixes)


def _people_in(mix: Mix, people: Ints) -> int:
    return sum(int(people[kind]) * count for kind, count in mix)


@dataclass(frozen=True, eq=False)
class Picks:
    """The best group of each slot: its profit (0 for nobody), and all their pairs by slot."""

    profit: Ints
    pairs: Ints


class Table:
    """Slots that have a menu, and their pairs, ready to be priced together.

    Parameters
    ----------
    slot, kind
        One entry a pair.
    menu_of
        One entry a slot: the number of its menu, or -1 for slots that are left out.
    needy
        One entry a slot: whether units without profit may be needed, to reach the minimum.
    """

    def __init__(
        self,
        slot: Ints,
        kind: Ints,
        menu_of: Ints,
        menus: list[Menu],
        needy: Flags,
    ) -> None:
        self._menus = menus
        self._slots = [np.flatnonzero(menu_of == at) for at in range(len(menus))]
        self._row = np.zeros(len(menu_of), np.int64)
        self._starts = []
        cells = 0
        for menu, slots in zip(menus, self._slots, strict=True):
            self._starts.append(cells)
            self._row[slots] = cells + np.arange(len(slots)) * menu.cells
            cells += len(slots) * menu.cells
        self._cells = cells
        self._rank(slot, kind, menu_of, needy)

    def _rank(self, slot: Ints, kind: Ints, menu_of: Ints, needy: Flags) -> None:
        """Sort the pairs into lots, each with the cell of its first unit."""
        most, first = _by_menu(self._menus, menu_of[slot], kind)
        listed = np.flatnonzero(most > 0)
        listed = listed[np.lexsort((kind[listed], slot[listed]))]
        here, which = slot[listed], kind[listed]
        begins = (np.diff(here, prepend=-1) != 0) | (np.diff(which, prepend=-1) != 0)
        firsts = listed[begins]
        self._cell_of_lot = self._row[slot[firsts]] + first[firsts]
        self._ranking = Ranking(listed, np.cumsum(begins) - 1, most[firsts], needy[slot[firsts]])

    def best(self, profits: Ints) -> Picks:
        """Find the best group of each slot; slots that are left out have nobody."""
        units, sums, begin = self._sums(profits)
        best = np.zeros(len(self._row), np.int64)
        cells, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for menu, slots, start in zip(self._menus, self._slots, self._starts, strict=True):
            rows = sums[start : start + len(slots) * menu.cells].reshape(len(slots), menu.cells)
            profit, mix = _best_mixes(rows, menu.mixes)
            paying = np.flatnonzero(profit > 0)
            best[slots[paying]] = profit[paying]
            chosen = menu.mixes[mix[paying]]
            cells.append((self._row[slots[paying], np.newaxis] + chosen).ravel())
            counts.append(menu.counts[chosen].ravel())
        count = np.concatenate(counts)
        return Picks(best, np.sort(units[_ranges(begin[np.concatenate(cells)], count)]))

    def _sums(self, profits: Ints) -> tuple[Ints, Ints, Ints]:
        """Sum up the best one, two, three… units of each kind, for every cell of every row.

        Returns the units' pairs, best first in each kind of each slot; each cell's sum; and where
        among the pairs the units of each cell begin.
        """
        pair, lot, rank = self._ranking.best(profits)
        first = np.arange(len(pair)) - rank
        summed = np.cumsum(profits[pair])
        summed -= (summed - profits[pair])[first]
        target = self._cell_of_lot[lot] + rank
        sums = np.full(self._cells, NEVER)
        begin = np.zeros(self._cells, np.int64)
        sums[target], begin[target] = summed, first
        for menu, slots, start in zip(self._menus, self._slots, self._starts, strict=True):
            sums[start : start + len(slots) * menu.cells : menu.cells] = 0
        return pair, sums, begin


def _by_menu(menus: list[Menu], menu: Ints, kind: Ints) -> tuple[Ints, Ints]:
    """Tell for each pair how many of its kind may come, and the cell of one; 0 without a menu."""
    if not menus:
        return np.zeros_like(kind), np.zeros_like(kind)
    most = np.stack([each.most for each in menus])[menu, kind]
    first = np.stack([each.first for each in menus])[menu, kind]
    return np.where(menu < 0, 0, most), first


def _best_mixes(rows: Ints, mixes: Ints) -> tuple[Ints, Ints]:
    """Find the best mix of each row: its profit, and which it is."""
    profit = np.zeros(len(rows), np.int64)
    best = np.zeros(len(rows), np.int64)
    if not len(mixes):
        return profit, best
    block = max(1, CELLS_AT_ONCE // len(mixes))
    for first in range(0, len(rows), block):
        some = rows[first : first + block]
        total = some[:, mixes[:, 0]]
        for term in mixes.T[1:]:
            total += some[:, term]
        best[first : first + block] = total.argmax(axis=1)
        profit[first : first + block] = total.max(axis=1)
    return profit, best


def _ranges(begin: Ints, count: Ints) -> Ints:
    """Write out `count` numbers from each `begin` on, one after the other."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begin - ends + count, count)
