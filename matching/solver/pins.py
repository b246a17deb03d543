"""Pins: the pairs that must be matched, and what follows from them before any search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.arrays import Flags, Ints
from matching.checks import PinsClashError
from matching.problem import Pair, Problem, Slot


def pinned_slots(problem: Problem, at: dict[str, int], slots: tuple[Slot, ...]) -> dict[int, int]:
    """Return the slot of each pinned unit; `at` is the unit of each party.

    Raises
    ------
    PinsClashError
        When companions are pinned to two slots, or a party is.
    """
    where = {slot.id: index for index, slot in enumerate(slots)}
    pins: dict[int, Pair] = {}
    for pair in sorted(problem.pinned):
        other = pins.setdefault(at[pair[0]], pair)
        if other[1] != pair[1]:
            raise pins_clash((other, pair), "they send the same people to two slots")
    return {unit: where[pair[1]] for unit, pair in pins.items()}


def allowed_beside(pins: dict[int, int], unit: Ints, slot: Ints, slots: tuple[Slot, ...]) -> Flags:
    """Keep pinned units to their slot, and others out of an exclusive slot that is pinned.

    Parameters
    ----------
    unit, slot
        ``(n_pairs,) int64``.

    Returns
    -------
    Flags
        ``(n_pairs,) bool``: whether a pair stays.
    """
    pinned_to = np.full(int(unit.max(initial=-1)) + 1, -1)
    closed = np.zeros(len(slots), np.bool_)
    for each, where in pins.items():
        if each < len(pinned_to):
            pinned_to[each] = where
        closed[where] = slots[where].exclusive
    there = pinned_to[unit]
    return np.where(there < 0, ~closed[slot], there == slot)


def pins_clash(pins: Sequence[Pair], why: str) -> PinsClashError:
    """Return the error that names the pins that cannot hold."""
    named = ", ".join(f"{party} in {slot}" for party, slot in pins)
    sentence = f"Pinned pairs cannot hold ({named}): {why}. Unpin one of them."
    return PinsClashError(sentence, *pins)
