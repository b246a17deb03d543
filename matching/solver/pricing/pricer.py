"""The best group for each slot, at given prices, exactly.

Units have a price (what it costs to use them once), and so have the limits of the round; the
*profit* of a pair is its points less these prices. Pricing finds for each slot the group of most
profit that keeps every group rule: for nearly all slots at once by the mixes their rooms can hold,
for others (a dormitory of many beds, pinned units) by a search.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from matching.arrays import Ints
from matching.solver.duals import SCALE
from matching.solver.instance import Instance
from matching.solver.pricing.group_search import GroupSearch, Guest
from matching.solver.pricing.patterns import MOST_MIXES, MOST_PROFIT, Menu, Picks, Table, make_menu
from matching.solver.pricing.room_automaton import Asks, House, Mix, asks

EXACTLY = 2**27
"""Profits a head are compared in this fraction: parties of 10,000 at most never tie by rounding."""

STEPS_A_SLOT = 100_000
"""Steps of the search for a slot's best group; beyond it a simpler bound is taken…"""

STEPS_A_PAIR = 2_000
"""…and of the search for the best group with a given pair: there are many pairs."""


class Pricer:
    """Finds the most profitable group of each slot.

    Parameters
    ----------
    is_over
        Whether time is up: what has not been searched by then has only a simple bound.
    """

    def __init__(self, instance: Instance, is_over: Callable[[], bool] = lambda: False) -> None:
        self.instance = instance
        self._is_over = is_over
        self._first: list[int] = instance.first.tolist()
        judged = [asks(unit) for unit in instance.units]
        number = {kind: at for at, kind in enumerate(dict.fromkeys(judged))}
        self._kind = np.array([number[each] for each in judged], np.int64)
        self._pinned: dict[int, list[int]] = {}
        for unit, slot in instance.pins.items():
            self._pinned.setdefault(slot, []).append(unit)
        self._set_up_houses(list(number))

    def _set_up_houses(self, kinds: list[Asks]) -> None:
        """Make a house for each set of rooms, and a menu for each house and minimum."""
        people = np.array([kind.who.people() for kind in kinds], np.int64)
        small = int(self.instance.points.max(initial=0)) < MOST_PROFIT // SCALE

        @cache
        def house_of(rooms: tuple[int, ...], exclusive: bool) -> House:
            return House(rooms, exclusive=exclusive, kinds=kinds)

        @cache
        def mixes_of(house: House) -> list[Mix] | None:
            return house.mixes(MOST_MIXES) if small and not self._is_over() else None

        @cache
        def menu_of(house: House, least: int) -> Menu | None:
            listed = mixes_of(house)
            return None if listed is None else make_menu(listed, people, least)

        slots = self.instance.slots
        self._house = [house_of(tuple(sorted(slot.rooms)), slot.exclusive) for slot in slots]
        menus = [
            None if at in self._pinned else menu_of(self._house[at], slot.min_people)
            for at, slot in enumerate(slots)
        ]
        self._table = self._make_table(menus)
        open_slots = np.flatnonzero(np.diff(self.instance.first)).tolist()
        self._alone = [at for at in open_slots if menus[at] is None]

    def _make_table(self, menu_of: list[Menu | None]) -> Table:
        different = list(dict.fromkeys(menu for menu in menu_of if menu is not None))
        number = {menu: at for at, menu in enumerate(different)}
        return Table(
            slot=self.instance.slot,
            kind=self._kind[self.instance.unit],
            menu_of=np.array([-1 if menu is None else number[menu] for menu in menu_of], np.int64),
            menus=different,
            needy=np.array([slot.min_people > 1 for slot in self.instance.slots], np.bool_),
        )

    def best(self, profits: Ints) -> Picks:
        """Find the most profitable group of every slot.

        A slot's profit is what no group of it exceeds; it is the profit of the group that is
        picked unless the search was cut short. The empty group gives 0.
        """
        picks = self._table.best(profits)
        found = [
            self._search(slot, self._worth_a_look(slot, profits), profits).run(
                self._steps(STEPS_A_SLOT)
            )
            for slot in self._alone
        ]
        picks.profit[self._alone] = [upper for upper, _ in found]
        alone = np.array([pair for _, group in found for pair in group], np.int64)
        return Picks(picks.profit, np.sort(np.concatenate([picks.pairs, alone])))

    def _steps(self, most: int) -> int:
        return 0 if self._is_over() else most

    def most_with(self, slot: int, profits: Ints) -> list[int]:
        """Tell for each pair of a slot a profit that no group with this pair exceeds."""
        pairs = self._worth_a_look(slot, profits)
        return [
            self._search(slot, pairs, profits, along=pair).run(self._steps(STEPS_A_PAIR))[0]
            for pair in self.instance.pairs_of_slot(slot)
        ]

    def _search(
        self, slot: int, pairs: Ints, profits: Ints, along: int | None = None
    ) -> GroupSearch:
        """Search the groups of some pairs that contain who is pinned, and one more if asked."""
        guests = self._guests(pairs if along is None else np.union1d(pairs, along), profits)
        forced = [each for each in guests if each.pair == along or self._is_pinned(slot, each)]
        others = [each for each in guests if each not in forced] if forced else guests
        others.sort(key=lambda guest: (-(guest.profit * EXACTLY // guest.people), guest.pair))
        where = self.instance.slots[slot]
        return GroupSearch(self._house[slot], others, forced, where.beds, where.min_people)

    def _worth_a_look(self, slot: int, profits: Ints) -> Ints:
        """Leave out pairs without profit, unless others may need them to reach the minimum."""
        first, last = self._first[slot], self._first[slot + 1]
        if slot in self._pinned or self.instance.slots[slot].min_people > 1:
            return np.arange(first, last)
        return np.flatnonzero(profits[first:last] > 0) + first

    def _guests(self, pairs: Ints, profits: Ints) -> list[Guest]:
        unit = self.instance.unit[pairs]
        columns = (pairs, profits[pairs], self.instance.people[unit], self._kind[unit])
        return [Guest(*each) for each in zip(*(c.tolist() for c in columns), strict=True)]

    def _is_pinned(self, slot: int, guest: Guest) -> bool:
        return self.instance.unit[guest.pair] in self._pinned.get(slot, ())
