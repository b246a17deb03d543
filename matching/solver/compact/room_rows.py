"""Rows over rooms, for slots that hold too many mixes to be told by them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from matching.solver.instance import Instance
from matching.solver.linear_model import LinearModel, Term

RoomSize = tuple[int, bool]
"""Beds, and whether the room locks: rooms that are alike are counted, not named."""


class RoomRows:
    """Writes into a model what the rooms of a slot hold, room size by room size."""

    def __init__(self, instance: Instance, model: LinearModel) -> None:
        self.instance = instance
        self.model = model

    def add(self, rooms: Sequence[RoomSize], pairs: Iterable[int]) -> None:
        """Every person has a bed; rooms are kept by one party, or shared by one sex."""
        sizes = Counter(rooms)
        given: defaultdict[RoomSize, list[Term]] = defaultdict(list)
        men: list[Term] = []
        women: list[Term] = []
        for pair in pairs:
            for party in self.instance.units[self.instance.unit[pair]]:
                if party.shares_rooms and not (party.men and party.women):
                    men.append((party.men, pair))
                    women.append((party.women, pair))
                    continue
                beds = self._take(sizes, given, locking=party.needs_lock)
                if not party.shares_rooms:
                    self.model.add_row([*beds, (-party.people, pair)], least=0)
                    continue
                kept = [
                    self._some_of(party.men, pair, men),
                    self._some_of(party.women, pair, women),
                ]
                self.model.add_row([*beds, *((-1, each) for each in kept)], least=0)
        for adults in (men, women):
            beds = self._take(sizes, given)
            self.model.add_row([*beds, *((-count, pair) for count, pair in adults)], least=0)
        for size, taken in given.items():
            self.model.add_row(taken, most=sizes[size])

    def _some_of(self, adults: int, pair: int, sharing: list[Term]) -> int:
        """Let some adults of one sex sleep in rooms kept for their party, and the others share."""
        kept = self.model.add_variable(adults)
        self.model.add_row([(adults, pair), (-1, kept)], least=0)
        sharing += [(adults, pair), (-1, kept)]
        return kept

    def _take(
        self, sizes: Counter[RoomSize], given: dict[RoomSize, list[Term]], *, locking: bool = False
    ) -> list[Term]:
        """Give some rooms of each size away, or of those that lock, and count their beds."""
        total: list[Term] = []
        for (beds, locks), rooms in sorted(sizes.items()):
            if locks or not locking:
                taken = self.model.add_variable(rooms)
                given[beds, locks].append((1, taken))
                total.append((beds, taken))
        return total
