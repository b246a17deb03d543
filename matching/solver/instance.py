"""The round as the solver sees it: units of parties, and what each would give in each slot.

A *unit* is who goes to one slot or nowhere: a party alone, or a set of companions. From here on
parties no longer count, only units; rules on a pair have become the list of pairs, and what is
left are group rules, limits, moves and pins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.candidates import Candidates, find_candidates
from matching.groups import GroupRule, breaks_women_only_group, broken_group_rules
from matching.problem import Pair, Party, Problem, ProblemError, Slot

Whole = NDArray[np.int64]

LARGEST_SUM = 2**53
"""Sums of points stay exact in every solver below this."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Units, slots and the pairs between them, pairs ordered by slot, then unit.

    Parameters
    ----------
    units
        The parties of each unit, ordered by their first id.
    slots
        The slots, ordered by id.
    unit, slot, points, interpreters, kept
        One entry a pair: indices, points of all its members, how many of them need an
        interpreter, how many were there in the previous solution.
    first
        Where the pairs of each slot begin, and the end.
    pins
        The slot that each pinned unit must go to.
    kept_needed
        How many previous pairs must stay, by `max_moves`.
    """

    problem: Problem
    units: tuple[tuple[Party, ...], ...]
    slots: tuple[Slot, ...]
    unit: Whole
    slot: Whole
    points: Whole
    interpreters: Whole
    kept: Whole
    first: Whole
    people: Whole
    heads: Whole
    pins: dict[int, int]
    kept_needed: int

    def matches(self, pairs: Sequence[int]) -> list[Pair]:
        """Spell out chosen pairs as parties and slots."""
        return [
            (party.id, self.slots[self.slot[pair]].id)
            for pair in pairs
            for party in self.units[self.unit[pair]]
        ]

    def easy_bound(self) -> int:
        """Give each unit its best slot, as if nobody else came: no answer has more points."""
        best = np.zeros(len(self.units), np.int64)
        np.maximum.at(best, self.unit, self.points)
        return int(best.sum())

    def pairs_of_slot(self, slot: int) -> range:
        """Tell which pairs belong to a slot."""
        return range(int(self.first[slot]), int(self.first[slot + 1]))


def make_instance(problem: Problem) -> Instance:
    """Find the candidates, join companions, hold the pins."""
    found = find_candidates(problem)
    _check_sums(problem, found)
    parties = {party.id: party for party in problem.parties}
    heads = sorted({problem.companions[party][0]: None for party in found.parties})
    units = tuple(tuple(parties[each] for each in problem.companions[head]) for head in heads)
    at = {party.id: index for index, unit in enumerate(units) for party in unit}
    slots = tuple(sorted(problem.slots, key=lambda slot: slot.id))
    columns = _pairs_of_units(found, units, at)
    columns = columns[:, _stay_together(columns, units, slots)]
    pins = _pins(problem, at, slots)
    columns = columns[:, _allowed_beside(pins, columns, slots)]
    unit, slot, points, interpreters, kept = columns
    _check_pins(problem, units, slots, pins, columns)
    lasting = int(found.previous.sum())
    return Instance(
        problem=problem,
        units=units,
        slots=slots,
        unit=unit,
        slot=slot,
        points=points,
        interpreters=interpreters,
        kept=kept,
        first=np.searchsorted(slot, np.arange(len(slots) + 1)),
        people=np.array([sum(party.people for party in unit) for unit in units], np.int64),
        heads=np.array([len(unit) for unit in units], np.int64),
        pins=pins,
        kept_needed=0 if problem.max_moves is None else max(0, lasting - problem.max_moves),
    )


def _check_sums(problem: Problem, found: Candidates) -> None:
    weights = vars(problem.weights).values()
    most = max(weights) * (100 * 6 + sum(party.people for party in problem.parties))
    if most * max(1, len(problem.parties)) >= LARGEST_SUM:
        raise ProblemError("The weights are too large to add up exactly: divide them all by ten.")


def _pairs_of_units(
    found: Candidates, units: tuple[tuple[Party, ...], ...], at: dict[str, int]
) -> Whole:
    """Sum the candidates of companions; a slot that is not open to all of them is none."""
    unit_of = np.array([at[party] for party in found.parties], np.int64)
    unit = unit_of[found.party] if len(found) else np.zeros(0, np.int64)
    columns = np.stack([unit, found.slot, found.points, found.interpreter, found.previous])
    columns = columns.astype(np.int64)
    sizes = np.array([len(unit) for unit in units], np.int64)
    shared = sizes[unit] > 1
    if not shared.any():
        return columns
    joined = _summed(columns[:, shared], sizes)
    columns = np.concatenate([columns[:, ~shared], joined], axis=1)
    return columns[:, np.lexsort((columns[0], columns[1]))]


def _summed(columns: Whole, sizes: Whole) -> Whole:
    columns = columns[:, np.lexsort((columns[0], columns[1]))]
    changes = np.diff(columns[:2]).any(axis=0)
    starts = np.flatnonzero(np.concatenate([[True], changes]))
    members = np.diff(np.append(starts, columns.shape[1]))
    summed = np.add.reduceat(columns[2:], starts, axis=1)
    return np.concatenate([columns[:2, starts], summed])[:, members == sizes[columns[0, starts]]]


def _stay_together(
    columns: Whole, units: tuple[tuple[Party, ...], ...], slots: tuple[Slot, ...]
) -> NDArray[np.bool_]:
    """Drop pairs whose unit could not even stay there on its own."""
    keep = np.ones(columns.shape[1], np.bool_)
    impossible = {GroupRule.ROOMS, GroupRule.WOMEN_ONLY_GROUP, GroupRule.EXCLUSIVE}
    picky = np.array([len(unit) > 1 or breaks_women_only_group(unit) for unit in units], np.bool_)
    for pair in np.flatnonzero(picky[columns[0]]):
        unit, slot = columns[:2, pair]
        keep[pair] = not impossible & set(broken_group_rules(slots[slot], units[unit]))
    return keep


def _pins(problem: Problem, at: dict[str, int], slots: tuple[Slot, ...]) -> dict[int, int]:
    where = {slot.id: index for index, slot in enumerate(slots)}
    pins: dict[int, Pair] = {}
    for pair in sorted(problem.pinned):
        other = pins.setdefault(at[pair[0]], pair)
        if other[1] != pair[1]:
            raise pins_clash((other, pair), "they send the same people to two slots")
    return {unit: where[pair[1]] for unit, pair in pins.items()}


def _allowed_beside(
    pins: dict[int, int], columns: Whole, slots: tuple[Slot, ...]
) -> NDArray[np.bool_]:
    """Keep pinned units to their slot, and others out of an exclusive slot that is pinned."""
    keep = np.ones(columns.shape[1], np.bool_)
    for unit, slot in pins.items():
        keep &= (columns[0] != unit) | (columns[1] == slot)
        if slots[slot].exclusive:
            others = (columns[1] == slot) & ~np.isin(columns[0], list(pins))
            keep &= ~others
    return keep


def _check_pins(
    problem: Problem,
    units: tuple[tuple[Party, ...], ...],
    slots: tuple[Slot, ...],
    pins: dict[int, int],
    columns: Whole,
) -> None:
    unit, slot_of_pair = columns[:2]
    pairs = {(pinned, int(slot)) for pinned in pins for slot in slot_of_pair[unit == pinned]}
    impossible = {
        (party.id, slots[slot].id)
        for unit, slot in pins.items()
        if (unit, slot) not in pairs
        for party in units[unit]
    } & problem.pinned
    if impossible:
        raise pins_clash(sorted(impossible), "each breaks a rule even when it is alone")


def pins_clash(pins: Sequence[Pair], why: str) -> ProblemError:
    """Say which pins cannot hold."""
    named = ", ".join(f"{party} in {slot}" for party, slot in pins)
    ids = sorted({each for pair in pins for each in pair})
    return ProblemError(f"Pinned pairs cannot hold ({named}): {why}. Unpin one of them.", *ids)
