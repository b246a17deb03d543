"""Augmenting paths: a place for one more unit, if others can move and nobody loses theirs.

What a unit counts for *who* comes does not depend on its slot. So units are looked at in order of
their points, and each is placed if a path can be found: it takes a bed, whoever had it takes
another, until someone finds one free. For parties of one, where any of them may have any bed of a
slot, the sets that can be placed are a matroid, and this is its greedy choice: nothing is better.
Where rooms are shared by one sex, or families come, it is a start.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from matching.groups import lodging_of
from matching.solver.construction.partial_solution import PartialSolution
from matching.solver.control import Control
from matching.solver.instance import Instance
from matching.solver.room_automaton import EMPTY, INFEASIBLE

STEPS_BETWEEN_LOOKS = 64
"""Units between two looks at the clock."""

MOST_LOOKS = 30_000
"""Pairs looked at in all: the last paths of a large round are long; a linear program is faster."""


class Rooms:
    """Which units the rooms of each slot hold together, each question judged once."""

    def __init__(self, instance: Instance) -> None:
        self._kind: list[int] = instance.kind.tolist()
        self._automaton = [
            instance.kinds.automaton(lodging_of(slot.rooms), exclusive=slot.exclusive)
            for slot in instance.slots
        ]

    def hold(self, slot: int, units: Sequence[int]) -> bool:
        """Return whether these units can stay there together."""
        automaton, state = self._automaton[slot], EMPTY
        for unit in units:
            state = automaton.step(state, self._kind[unit])
            if state == INFEASIBLE:
                return False
        return True


class AugmentingPaths:
    """Places units without taking anybody's place, from a partial solution on."""

    def __init__(self, instance: Instance, start: list[int], control: Control) -> None:
        self.instance = instance
        self.control = control
        self.partial = PartialSolution(instance)
        self.partial.fill(start)
        order = np.lexsort((instance.slot, instance.unit))
        first = np.searchsorted(instance.unit[order], np.arange(len(instance.units) + 1))
        self._pairs = [order[a:b].tolist() for a, b in pairwise(first)]
        self._slot: list[int] = instance.slot.tolist()
        self._rooms = Rooms(instance)
        self._uses: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        linking = instance.linking
        uses = (linking.pair.tolist(), linking.row.tolist(), linking.coefficient.tolist())
        for pair, row, used in zip(*uses, strict=True):
            self._uses[pair].append((row, used))
        self._closed: set[int] = set()
        self._looks = 0

    def run(self) -> list[int]:
        """Place whoever can be, close the slots that are left with too few, and try once more."""
        kept = self.partial.pairs
        for _ in range(2):
            self._place_all()
            self._close_small()
        return self.partial.pairs if self.partial.is_complete() else kept

    def _close_small(self) -> None:
        slots = self.instance.slots
        before = {slot for slot, group in self.partial.groups.items() if group}
        self.partial.drop_small_groups()
        self._closed |= {slot for slot in before if not self.partial.groups[slot]}
        self._closed |= {
            at
            for at, slot in enumerate(slots)
            if slot.min_people > 1 and not self.partial.groups[at]
        }

    def _place_all(self) -> None:
        """Take units by points a head; those whom a search in vain has met stay as they are."""
        points = self.instance.best_per_unit(self.instance.points)
        order = np.argsort(-(points / self.instance.people), kind="stable").tolist()
        met: set[int] = set()
        for looked, unit in enumerate(order):
            is_over = looked % STEPS_BETWEEN_LOOKS == 0 and self.control.over
            if is_over or self._looks > MOST_LOOKS:
                return
            if unit not in self.partial.pair_of and self._pairs[unit]:
                self._place(unit, met)

    def _place(self, unit: int, met: set[int]) -> None:
        """Search a path, breadth first; what a search has met in vain is not searched again."""
        came_from: dict[int, tuple[int, int]] = {}
        waiting = deque([unit])
        seen = {unit}
        while waiting:
            mover = waiting.popleft()
            self._looks += len(self._pairs[mover])
            for pair in self._pairs[mover]:
                if self._slot[pair] in self._closed or pair == self.partial.pair_of.get(mover):
                    continue
                others = self._in_the_way(mover, pair)
                if others is None and self._shift(unit, mover, pair, came_from):
                    return
                for other in others or ():
                    if other not in seen and other not in met and other not in self.instance.pins:
                        seen.add(other)
                        came_from[other] = (mover, pair)
                        waiting.append(other)
        met |= seen

    def _in_the_way(self, mover: int, pair: int) -> Sequence[int] | None:
        """List the units that a unit could take the place of; none where nobody need leave."""
        slot = self._slot[pair]
        short = self._rows_short(mover, pair)
        group = self.partial.groups[slot]
        if self._rooms.hold(slot, [*group, mover]):
            return self._users_of(short) if short else None
        return [
            other
            for other in group
            if self._rooms.hold(slot, [mover, *(each for each in group if each != other)])
        ]

    def _rows_short(self, mover: int, pair: int) -> list[int]:
        """List the linking rows of which too much would be used if the unit moved there."""
        if pair not in self._uses:
            return []
        now = dict(self._uses.get(self.partial.pair_of.get(mover, -1), ()))
        return [
            row
            for row, used in self._uses[pair]
            if used > 0 and self.partial.left_of(row) < used - now.get(row, 0)
        ]

    def _users_of(self, rows: list[int]) -> list[int]:
        """List the units that use a row, if there is but one of which there is too little."""
        if len(rows) > 1:
            return []
        self._looks += len(self.partial.pair_of)
        return [
            unit
            for unit, pair in self.partial.pair_of.items()
            if any(row == rows[0] and used > 0 for row, used in self._uses.get(pair, ()))
        ]

    def _shift(
        self, unit: int, mover: int, pair: int, came_from: dict[int, tuple[int, int]]
    ) -> bool:
        """Move everyone along the path, the last first; undo it where they do not fit together."""
        moves = [pair]
        while mover != unit:
            mover, pair = came_from[mover]
            moves.append(pair)
        done: list[tuple[int | None, int]] = []
        for each in moves:
            before = self.partial.pair_of.get(int(self.instance.unit[each]))
            if before is not None:
                self.partial.remove(before)
            done.append((before, each))
            if not self.partial.fits(each):
                self._undo(done)
                return False
            self.partial.add(each)
        return True

    def _undo(self, done: list[tuple[int | None, int]]) -> None:
        """Take the moves back, the last of which was not made."""
        for before, each in reversed(done):
            if self.partial.pair_of.get(int(self.instance.unit[each])) == each:
                self.partial.remove(each)
            if before is not None:
                self.partial.add(before)
