"""Sharing least: of places worth as much, those where fewer people sleep beside strangers.

Who has a place, and what the places are worth together, stay as they are. A few units of two slots
change sides as long as fewer people share. What remains is a local optimum: exchanges over three
slots are not looked for, and nothing is proven of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, combinations, pairwise

import numpy as np

from matching.groups import broken_group_rules, lodging_of
from matching.problem import WOMEN_ONLY_GROUP, Party
from matching.room_plan import people_beside_strangers, plan_slot
from matching.solver.construction.partial_solution import PartialSolution
from matching.solver.control import Control
from matching.solver.instance import Group, Instance

MOST_MOVES = 3
"""Units that change sides at once: a couple for two who come alone."""

MOST_GROUPS = 20_000
"""Groups that are given rooms in all, each by a search, those that are alike once; a large round
keeps what it has then."""


class SharingLeast:
    """Exchanges units between two slots, from a valid solution on, until none lets fewer share."""

    def __init__(self, instance: Instance, pairs: list[int], control: Control) -> None:
        self.instance = instance
        self.control = control
        self.partial = PartialSolution(instance)
        for pair in pairs:
            self.partial.add(pair)
        order = np.lexsort((instance.slot, instance.unit))
        first = np.searchsorted(instance.unit[order], np.arange(len(instance.units) + 1))
        self._pairs = [order[a:b].tolist() for a, b in pairwise(first)]
        self._alike = _numbered(
            (lodging_of(slot.rooms), slot.exclusive, slot.min_people) for slot in instance.slots
        )
        self._asks = _numbered(tuple(sorted(map(_what_counts, unit))) for unit in instance.units)
        self._judged: dict[tuple[int, tuple[int, ...]], int | None] = {}

    def run(self) -> list[int]:
        """Exchange as long as fewer people share; return pairs that are worth no less."""
        while sum(self._relieve(slot) for slot in sorted(self.partial.groups)):
            pass  # another turn: what one slot gave up may suit one that was looked at before
        return self.partial.pairs

    def _relieve(self, slot: int) -> bool:
        """Make the first exchange with a slot that lets fewer people share, if there is one."""
        if self.control.over or not self.people_sharing(slot, self._group(slot)):
            return False
        for moves in self._exchanges(slot):
            if self.control.over or len(self._judged) > MOST_GROUPS:
                return False
            if self._lets_fewer_share(moves) and self._make(moves):
                return True
        return False

    def _exchanges(self, slot: int) -> Iterator[Group]:
        """List the pairs to take instead, of units between this slot and another, at no loss."""
        reached = {
            int(self.instance.slot[pair])
            for unit in self._group(slot)
            for pair in self._pairs[unit]
        }
        for other in sorted(reached - {slot}):
            moves = [*self._moves(slot, other), *self._moves(other, slot)]
            for some in chain.from_iterable(
                combinations(moves, size) for size in range(1, MOST_MOVES + 1)
            ):
                if sum(gain for _, gain in some) >= 0:
                    yield tuple(pair for pair, _ in some)

    def _moves(self, slot: int, other: int) -> Iterator[tuple[int, int]]:
        """List the pairs of a slot's units in another, and what each would gain there."""
        points, within = self.instance.points, self.instance.pairs_of_slot(other)
        there = self.instance.unit[within.start : within.stop]
        for unit in self._group(slot):
            at = bisect_left(there, unit)
            if at < len(there) and there[at] == unit and unit not in self.instance.pins:
                pair = within.start + at
                yield pair, int(points[pair] - points[self.partial.pair_of[unit]])

    def _group(self, slot: int) -> tuple[int, ...]:
        return tuple(sorted(self.partial.groups[slot]))

    def _lets_fewer_share(self, moves: Group) -> bool:
        """Return whether the slots can hold who would be there, and fewer share."""
        goes_to = {int(self.instance.unit[pair]): int(self.instance.slot[pair]) for pair in moves}
        from_slots = {int(self.instance.slot[self.partial.pair_of[unit]]) for unit in goes_to}
        fewer = 0
        for slot in sorted({*goes_to.values(), *from_slots}):
            group = self._group(slot)
            stays = [unit for unit in group if unit not in goes_to]
            comes = [unit for unit, to in goes_to.items() if to == slot]
            before = self.people_sharing(slot, group)
            after = self.people_sharing(slot, tuple(sorted([*stays, *comes])))
            if before is None or after is None:
                return False
            fewer += before - after
        return fewer > 0

    def people_sharing(self, slot: int, units: tuple[int, ...]) -> int | None:
        """Count who would sleep beside strangers; None where they cannot stay there together."""
        alike = self._alike[slot], tuple(sorted(self._asks[unit] for unit in units))
        if alike not in self._judged:
            where = self.instance.slots[slot]
            parties = [party for unit in units for party in self.instance.units[unit]]
            is_broken = bool(broken_group_rules(where, parties))
            plan = [] if is_broken else plan_slot(where, parties)
            self._judged[alike] = None if is_broken else people_beside_strangers(parties, plan)
        return self._judged[alike]

    def _make(self, moves: Group) -> bool:
        """Make an exchange, or take it back where a limit of the round does not allow it."""
        before = [self.partial.pair_of[int(self.instance.unit[pair])] for pair in moves]
        self._replace(before, moves)
        if self.partial.is_complete():
            return True
        self._replace(moves, before)
        return False

    def _replace(self, gone: Sequence[int], come: Sequence[int]) -> None:
        for pair in gone:
            self.partial.remove(pair)
        for pair in come:
            self.partial.add(pair)


def _what_counts(party: Party) -> tuple[int, int, int, bool, bool, bool]:
    """Return all that rooms, and whoever shares them, ask of a party."""
    women_only = WOMEN_ONLY_GROUP in party.needs
    people = party.men, party.women, party.children
    return (*people, party.needs_lock, party.shares_rooms, women_only)


def _numbered(told: Iterable[Hashable]) -> list[int]:
    """Give each a number, those that are equal the same."""
    number: dict[Hashable, int] = {}
    return [number.setdefault(each, len(number)) for each in told]
