"""The pricer: the group of largest reduced cost in each slot, at given duals, exactly.

The *reduced cost* of a pair is its points less the duals of its unit and of the limits that it
uses; a group's is the sum. Points are maximised, so a positive reduced cost is a gain. For nearly
all slots pricing goes at once over the patterns that their rooms can hold; for others (a dormitory
of many beds, pinned units) by a search.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import cache

import numpy as np

from matching.arrays import Ints
from matching.groups import lodging_of
from matching.solver.duals import SCALE
from matching.solver.instance import Instance
from matching.solver.pricing.group_search import GroupSearch, Item
from matching.solver.pricing.pattern_sets import PatternSet, make_pattern_set
from matching.solver.pricing.patterns import (
    MOST_PATTERNS,
    MOST_REDUCED_COST,
    BestGroups,
    PatternPricer,
)
from matching.solver.room_automaton import RoomAutomaton

EXACTLY = 2**27
"""Reduced costs a head are compared in this fraction: parties of 10,000 never tie by rounding."""

STEPS_A_SLOT = 100_000
"""Steps of the search for a slot's best group; beyond it a simpler bound is taken…"""

STEPS_A_PAIR = 2_000
"""…and of the search for the best group with a given pair: there are many pairs."""


class Pricer:
    """Finds the group of largest reduced cost in each slot.

    Parameters
    ----------
    is_over
        Whether time is up: what has not been searched by then has only a simple bound.
    """

    def __init__(self, instance: Instance, is_over: Callable[[], bool] = lambda: False) -> None:
        self.instance = instance
        self._is_over = is_over
        self._first: list[int] = instance.first.tolist()
        self._pinned: dict[int, list[int]] = {}
        for unit, slot in instance.pins.items():
            self._pinned.setdefault(slot, []).append(unit)
        self._set_up()

    def _set_up(self) -> None:
        """Take the automaton of each set of rooms, and a pattern set for each, and each minimum."""
        kinds = self.instance.kinds
        present = tuple(np.unique(self.instance.kind).tolist())
        small = int(self.instance.points.max(initial=0)) < MOST_REDUCED_COST // SCALE

        @cache
        def pattern_set_of(automaton: RoomAutomaton, least: int) -> PatternSet | None:
            if not small or self._is_over():
                return None
            listed = automaton.patterns(present, MOST_PATTERNS)
            return None if listed is None else make_pattern_set(listed, kinds.people, least)

        slots = self.instance.slots
        self._automaton = [
            kinds.automaton(lodging_of(slot.rooms), exclusive=slot.exclusive) for slot in slots
        ]
        pattern_sets = [
            None if at in self._pinned else pattern_set_of(self._automaton[at], slot.min_people)
            for at, slot in enumerate(slots)
        ]
        self._pattern_pricer = self._make_pattern_pricer(pattern_sets)
        open_slots = np.flatnonzero(np.diff(self.instance.first)).tolist()
        self._searched = [at for at in open_slots if pattern_sets[at] is None]

    def _make_pattern_pricer(self, set_of: list[PatternSet | None]) -> PatternPricer:
        different = list(
            dict.fromkeys(pattern_set for pattern_set in set_of if pattern_set is not None)
        )
        number = {pattern_set: at for at, pattern_set in enumerate(different)}
        return PatternPricer(
            slot=self.instance.slot,
            kind=self.instance.kind[self.instance.unit],
            set_of=np.array(
                [-1 if pattern_set is None else number[pattern_set] for pattern_set in set_of],
                np.int64,
            ),
            pattern_sets=different,
            keep_unprofitable=np.array(
                [slot.min_people > 1 for slot in self.instance.slots], np.bool_
            ),
        )

    def asking(self, instance: Instance) -> Pricer:
        """Return a pricer of the same units, slots and pairs at no more points."""
        other = copy(self)
        other.instance = instance
        return other

    def best_groups(self, reduced_costs: Ints) -> BestGroups:
        """Find the group of largest reduced cost in every slot.

        Parameters
        ----------
        reduced_costs
            ``(n_pairs,) int64``, in `SCALE` of a point.

        Returns
        -------
        BestGroups
            A slot's reduced cost is what no group of it exceeds; that of the group returned, unless
            the search was cut short. The empty group has 0.
        """
        best = self._pattern_pricer.best_groups(reduced_costs)
        found = [
            self._search(slot, self._promising(slot, reduced_costs), reduced_costs).run(
                self._steps(STEPS_A_SLOT)
            )
            for slot in self._searched
        ]
        best.reduced_cost[self._searched] = [upper for upper, _ in found]
        alone = np.array([pair for _, group in found for pair in group], np.int64)
        return BestGroups(best.reduced_cost, np.sort(np.concatenate([best.pairs, alone])))

    def _steps(self, most: int) -> int:
        return 0 if self._is_over() else most

    def best_with_each(self, reduced_costs: Ints) -> Ints:
        """Find for each pair a reduced cost that no group with it exceeds, ``(n_pairs,) int64``."""
        best = self._pattern_pricer.best_with_each(reduced_costs)
        for slot in self._searched:
            pairs = self._promising(slot, reduced_costs)
            for pair in self.instance.pairs_of_slot(slot):
                search = self._search(slot, pairs, reduced_costs, along=pair)
                best[pair] = search.run(self._steps(STEPS_A_PAIR))[0]
        return best

    def _search(
        self, slot: int, pairs: Ints, reduced_costs: Ints, along: int | None = None
    ) -> GroupSearch:
        """Search the groups of some pairs that contain who is pinned, and one more if asked."""
        items = self._items(pairs if along is None else np.union1d(pairs, along), reduced_costs)
        forced = [each for each in items if each.pair == along or self._is_pinned(slot, each)]
        others = [each for each in items if each not in forced] if forced else items
        others.sort(key=lambda item: (-(item.reduced_cost * EXACTLY // item.people), item.pair))
        where = self.instance.slots[slot]
        return GroupSearch(self._automaton[slot], others, forced, where.beds, where.min_people)

    def _promising(self, slot: int, reduced_costs: Ints) -> Ints:
        """Leave out pairs that gain nothing, unless others may need them to reach the minimum."""
        first, last = self._first[slot], self._first[slot + 1]
        if slot in self._pinned or self.instance.slots[slot].min_people > 1:
            return np.arange(first, last)
        return np.flatnonzero(reduced_costs[first:last] > 0) + first

    def _items(self, pairs: Ints, reduced_costs: Ints) -> list[Item]:
        unit = self.instance.unit[pairs]
        columns = (
            pairs,
            reduced_costs[pairs],
            self.instance.people[unit],
            self.instance.kind[unit],
        )
        return [Item(*each) for each in zip(*(c.tolist() for c in columns), strict=True)]

    def _is_pinned(self, slot: int, item: Item) -> bool:
        return self.instance.unit[item.pair] in self._pinned.get(slot, ())
