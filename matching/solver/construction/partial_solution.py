"""A solution under construction: who is where, and who may still join without breaking a rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from matching.arrays import Ints
from matching.groups import breaks_exclusive, breaks_rooms, breaks_women_only_group
from matching.solver.instance import Instance

BLOCK = 100_000
"""Pairs looked at together before asking again who is placed."""


class PartialSolution:
    """Chosen pairs that keep every rule, but for minimums, pins and moves, seen to at the end."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.pair_of: dict[int, int] = {}
        self.groups: defaultdict[int, list[int]] = defaultdict(list)
        self._held: Counter[int] = Counter()
        self._parties_at: Counter[str] = Counter()
        self._interpreters = 0

    def fill(self, pairs: Iterable[int]) -> None:
        """Add each pair in turn if it fits with those before it."""
        for pair in pairs:
            if self.fits(pair):
                self.add(pair)

    def fill_in_order(self, order: Ints) -> None:
        """Add pairs in this order, block by block, passing over those that cannot fit any more."""
        beds = np.array([slot.beds for slot in self.instance.slots], np.int64)
        for first in range(0, len(order), BLOCK):
            block = order[first : first + BLOCK]
            placed = np.zeros(len(self.instance.units), np.bool_)
            placed[list(self.pair_of)] = True
            held = np.zeros(len(beds), np.int64)
            held[list(self._held)] = list(self._held.values())
            unit, slot = self.instance.unit[block], self.instance.slot[block]
            room = held[slot] + self.instance.people[unit] <= beds[slot]
            self.fill(block[room & ~placed[unit]].tolist())

    def fits(self, pair: int) -> bool:
        """Return whether the pair can be added without breaking a rule."""
        instance = self.instance
        unit, slot = int(instance.unit[pair]), int(instance.slot[pair])
        where = instance.slots[slot]
        if unit in self.pair_of or self._held[slot] + instance.people[unit] > where.beds:
            return False
        limit = instance.problem.farm_limits.get(where.farm)
        if limit is not None and self._parties_at[where.farm] + instance.parties[unit] > limit:
            return False
        interpreters = instance.problem.interpreter_limit
        needed = int(instance.interpreters[pair])
        if interpreters is not None and needed and self._interpreters + needed > interpreters:
            return False
        if not self.groups[slot]:
            return True
        group = [party for each in (*self.groups[slot], unit) for party in instance.units[each]]
        return not (
            breaks_exclusive(where, group)
            or breaks_women_only_group(group)
            or breaks_rooms(where, group)
        )

    def add(self, pair: int, sign: int = 1) -> None:
        """Match a pair, or undo it with a sign of -1."""
        instance = self.instance
        unit, slot = int(instance.unit[pair]), int(instance.slot[pair])
        if sign > 0:
            self.pair_of[unit] = pair
            self.groups[slot].append(unit)
        else:
            del self.pair_of[unit]
            self.groups[slot].remove(unit)
        self._held[slot] += sign * int(instance.people[unit])
        self._parties_at[instance.slots[slot].farm] += sign * int(instance.parties[unit])
        self._interpreters += sign * int(instance.interpreters[pair])

    def remove(self, pair: int) -> None:
        """Undo a match."""
        self.add(pair, -1)

    def drop_small_groups(self) -> None:
        """Empty the slots that hold fewer people than their minimum."""
        for slot in list(self.groups):
            if self._held[slot] < self.instance.slots[slot].min_people:
                for unit in tuple(self.groups[slot]):
                    self.remove(self.pair_of[unit])

    def is_complete(self) -> bool:
        """Return whether pins and moves hold too."""
        instance = self.instance
        kept = sum(int(instance.kept[pair]) for pair in self.pair_of.values())
        return kept >= instance.kept_needed and all(
            unit in self.pair_of and instance.slot[self.pair_of[unit]] == slot
            for unit, slot in instance.pins.items()
        )

    @property
    def pairs(self) -> list[int]:
        """The chosen pairs."""
        return sorted(self.pair_of.values())
