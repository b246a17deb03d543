"""Mixes: the largest groups that rooms can hold, told by how many of each kind.

A *mix* is a pattern to which nobody can be added. Whoever stays together is a part of one, so that
a slot needs one variable for each mix, and a row for each kind: "as many single men as the mix
holds". That is far nearer to the groups themselves than rows over rooms.
"""

from __future__ import annotations

from matching.groups import lodging_of
from matching.solver.instance import Instance
from matching.solver.room_automaton import Pattern

MOST_MIXES = 400
"""Rooms that hold more mixes are written as rooms."""

MOST_STEPS = 4_000
"""Groups looked at on the way to the mixes of some rooms."""


def mixes_of(instance: Instance, slot: int, present: tuple[int, ...]) -> list[Pattern] | None:
    """List the mixes of a slot where these kinds may come; none where there are too many."""
    lodging = lodging_of(instance.slots[slot].rooms)
    automaton = instance.kinds.automaton(lodging, exclusive=False)
    found = automaton.largest_patterns(present, MOST_STEPS)
    return None if found is None or len(found) > MOST_MIXES else found
