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
    """Chosen pairs that keep every rule, but for minimums, pins and demands, seen to at the end."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.pair_of: dict[int, int] = {}
        self.groups: defaultdict[int, list[int]] = defaultdict(list)
        self._held: Counter[int] = Counter()
        self._used: Counter[int] = Counter()
        self._rhs: list[int] = instance.linking.rhs.tolist()

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
        uses = instance.linking.use_of([pair])
        if any(use > 0 and self._used[row] + use > self._rhs[row] for row, use in uses.items()):
            return False
        if not self.groups[slot]:
            return True
        group = [party for each in (*self.groups[slot], unit) for party in instance.units[each]]
        return not (
            breaks_exclusive(where, group)
            or breaks_women_only_group(group)
            or breaks_rooms(where, group)
        )

    def left_of(self, row: int) -> int:
        """Return how much of a linking row is left."""
        return self._rhs[row] - self._used[row]

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
        for row, use in instance.linking.use_of([pair]).items():
            self._used[row] += sign * use

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
        """Return whether pins and all limits hold too, those that ask for something included."""
        instance = self.instance
        if instance.everyone and len(self.pair_of) < len(instance.units):
            return False
        return all(self._used[row] <= most for row, most in enumerate(self._rhs)) and all(
            unit in self.pair_of and instance.slot[self.pair_of[unit]] == slot
            for unit, slot in instance.pins.items()
        )

    @property
    def pairs(self) -> list[int]:
        """The chosen pairs."""
        return sorted(self.pair_of.values())
