"""What prices prove, found anew: no line of this is shared with the engine's own pricing.

For any prices of units and limits, no answer is worth more than all that is paid at these prices
and, slot by slot, what the best group has left over. So the best group of each slot is searched
here, depth first, and all is summed up in Python's own whole numbers, which never overflow.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from matching.groups import (
    Lodging,
    breaks_women_only_group,
    everyone_has_a_bed,
    lodging_of,
    sleepers,
)
from matching.problem import WOMEN_ONLY_GROUP, Slot
from matching.solver.duals import SCALE
from matching.solver.instance import Instance

MOST_STEPS = 20_000
"""Steps of the search in one slot; beyond, as for a hall, people are divided to fill the beds."""

NEVER = -(2**200)
"""Less than any group has left over."""


class Item(NamedTuple):
    """A unit that could stay: what it has left over a head (rounded up) and in all."""

    head: int
    left: int
    people: int
    kind: int


class Group(NamedTuple):
    """Who stays together, kind by kind, and what they have left over."""

    kinds: tuple[int, ...] = ()
    left: int = 0
    people: int = 0

    def with_one(self, item: Item) -> Group:
        """Return the group with one more unit."""
        kinds = tuple(sorted((*self.kinds, item.kind)))
        return Group(kinds, self.left + item.left, self.people + item.people)


class PriceCheck:
    """Holds prices against an instance.

    Units that are alike to rooms and to whoever else is there are of one *kind*, called by the
    number of one of them.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        asks = [
            (
                sleepers(parties),
                any(party.men for party in parties),
                any(WOMEN_ONLY_GROUP in party.needs for party in parties),
            )
            for parties in instance.units
        ]
        named = {ask: unit for unit, ask in enumerate(asks)}
        self._kind = [named[ask] for ask in asks]
        self._holds = lru_cache(maxsize=1 << 18)(self._may_stay)

    def bound(self, units: Sequence[int], limits: Sequence[int]) -> int:
        """Return the points that no answer exceeds, from prices in `SCALE` of a point."""
        instance, linking = self.instance, self.instance.linking
        worth = zip(instance.points.tolist(), instance.unit.tolist(), strict=True)
        left = [points * SCALE - units[unit] for points, unit in worth]
        uses = (linking.pair.tolist(), linking.row.tolist(), linking.coefficient.tolist())
        for pair, row, coefficient in zip(*uses, strict=True):
            left[pair] -= limits[row] * coefficient
        paid: int = sum(
            price * most for price, most in zip(limits, linking.rhs.tolist(), strict=True)
        )
        best = sum(self._best(slot, left) for slot in range(len(instance.slots)))
        return (sum(units) + paid + best) // SCALE

    def _best(self, at: int, left: list[int]) -> int:
        """Return the most that a group of a slot has left over; who is pinned is in each group."""
        slot, pairs = self.instance.slots[at], self.instance.pairs_of_slot(at)
        group, items = Group(), []
        units = self.instance.unit[pairs.start : pairs.stop].tolist()
        for pair, unit in zip(pairs, units, strict=True):
            people = int(self.instance.people[unit])
            item = Item(-(-left[pair] // people), left[pair], people, self._kind[unit])
            if self.instance.pins.get(unit) == at:
                group = group.with_one(item)
            elif item.left > 0 or slot.min_people > 1:
                items.append(item)
        items.sort(key=lambda item: (-item.head, -item.left))
        return self._search(slot, items, group)

    def _search(self, slot: Slot, items: list[Item], root: Group) -> int:
        """Search depth first, those first who have most left over a head."""
        rooms = lodging_of(slot.rooms)
        best = root.left if root.people >= slot.min_people or not root.kinds else NEVER
        waiting: list[tuple[int, Group, frozenset[int]]] = [(0, root, frozenset())]
        steps = 0
        while waiting:
            at, group, tried = waiting.pop()
            beds, missing = slot.beds - group.people, max(0, slot.min_people - group.people)
            while at < len(items):
                item, at, steps = items[at], at + 1, steps + 1
                if group.left + item.head * (beds if item.head > 0 else missing) <= best:
                    break
                if item.people > beds or item.kind in tried:
                    continue
                tried |= {item.kind}
                larger = group.with_one(item)
                if self._holds(rooms, slot.exclusive, larger.kinds):
                    best = max(best, larger.left) if larger.people >= slot.min_people else best
                    waiting += [(at, group, tried), (at, larger, frozenset())]
                    break
            if steps > MOST_STEPS:
                return max(best, root.left + _divided(items, slot.beds - root.people))
        return best

    def _may_stay(self, rooms: Lodging, exclusive: bool, kinds: tuple[int, ...]) -> bool:
        """Return whether units of these kinds may stay together, be they enough or not."""
        parties = [party for unit in kinds for party in self.instance.units[unit]]
        if (exclusive and len(kinds) > 1) or breaks_women_only_group(parties):
            return False
        return everyone_has_a_bed(rooms, sleepers(parties))


def _divided(items: list[Item], beds: int) -> int:
    """Fill beds with those who have most left over a head, as if people could be divided."""
    total = 0
    for item in items:
        if item.head > 0 and beds > 0:
            total += item.head * min(beds, item.people)
            beds -= item.people
    return total
