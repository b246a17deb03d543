"""Mixes: the largest groups that rooms can hold, told by how many of each kind.

A *mix* is a pattern to which nobody can be added. Whoever stays together is a part of one, so that
a slot needs one variable for each mix, and a row for each kind: "as many single men as the mix
holds". That is far nearer to the groups themselves than rows over rooms.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from matching.arrays import Ints
from matching.groups import Lodging, lodging_of
from matching.solver.instance import Instance
from matching.solver.pricing.room_automaton import Pattern, RoomAutomaton, state_of

MOST_MIXES = 400
"""Rooms that hold more mixes are written as rooms."""

MOST_STEPS = 4_000
"""Groups looked at on the way to the mixes of some rooms."""


class Mixes:
    """The mixes of the slots of an instance, listed once for rooms and kinds that are alike.

    Attributes
    ----------
    kind
        ``(n_units,) int64``: what each unit asks of the rooms, by number.
    """

    def __init__(self, instance: Instance) -> None:
        judged = [state_of(unit) for unit in instance.units]
        kinds = list(dict.fromkeys(judged))
        number = {kind: at for at, kind in enumerate(kinds)}
        self.kind: Ints = np.array([number[each] for each in judged], np.int64)
        self._slots = instance.slots

        @cache
        def automaton_of(lodging: Lodging) -> RoomAutomaton:
            return RoomAutomaton(lodging, exclusive=False, kinds=kinds)

        @cache
        def mixes_of(lodging: Lodging, present: tuple[int, ...]) -> list[Pattern] | None:
            found = automaton_of(lodging).largest_patterns(present, MOST_STEPS)
            return None if found is None or len(found) > MOST_MIXES else found

        self._mixes_of = mixes_of

    def of(self, slot: int, present: tuple[int, ...]) -> list[Pattern] | None:
        """List the mixes of a slot where these kinds may come; none where there are too many."""
        return self._mixes_of(lodging_of(self._slots[slot].rooms), present)
