"""The round as the solver sees it: units of parties, and what each would give in each slot.

A *unit* is who goes to one slot or nowhere: a party alone, or a set of companions. From here on
parties no longer count, only units; rules on a pair have become the list of pairs, and what is
left are group rules, limits, moves and pins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.arrays import Flags, Ints
from matching.candidates import Candidates, find_candidates
from matching.groups import GroupRule, breaks_women_only_group, broken_group_rules
from matching.limits import Coefficient, limits_of
from matching.problem import Pair, Party, Problem, Slot
from matching.solver.linking_rows import LinkingRows, make_linking_rows
from matching.solver.pins import allowed_beside, pinned_slots, pins_clash
from matching.solver.room_automaton import Kinds, kinds_of

Group = tuple[int, ...]
"""The pairs of units that stay together in a slot, in order."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Units, slots and the pairs between them, pairs ordered by slot, then unit.

    Parameters
    ----------
    units
        The parties of each unit, ordered by their first id.
    slots
        The slots, ordered by id.
    unit, slot, points
        ``(n_pairs,) int64``: indices, and the points of all its members.
    first
        ``(n_slots + 1,) int64``: where the pairs of each slot begin, and the end.
    people
        ``(n_units,) int64``: how many people each is.
    kind
        ``(n_units,) int64``: what each asks of the rooms, as a number of `kinds`.
    kinds
        Those of the whole round: its parts and questions share what is judged of them.
    pins
        The slot that each pinned unit must go to.
    linking
        The limits of the round over these pairs.
    everyone
        Whether all units must have a slot; else any may stay without.
    """

    problem: Problem
    units: tuple[tuple[Party, ...], ...]
    slots: tuple[Slot, ...]
    unit: Ints
    slot: Ints
    points: Ints
    first: Ints
    people: Ints
    kind: Ints
    kinds: Kinds
    pins: dict[int, int]
    linking: LinkingRows
    everyone: bool = False

    def matches(self, pairs: Sequence[int]) -> list[Pair]:
        """Spell out chosen pairs as parties and slots."""
        return [
            (party.id, self.slots[self.slot[pair]].id)
            for pair in pairs
            for party in self.units[self.unit[pair]]
        ]

    def best_per_unit(self, worth: Ints) -> Ints:
        """Return the most that a pair of each unit is worth, ``(n_units,) int64``.

        Units that may stay without a slot are worth 0 at least.

        Parameters
        ----------
        worth
            ``(n_pairs,) int64``.
        """
        best = np.full(len(self.units), worth.min(initial=0) if self.everyone else 0)
        np.maximum.at(best, self.unit, worth)
        return best

    def trivial_bound(self) -> int:
        """Give each unit its best slot, as if nobody else came: no solution has more points."""
        return int(self.best_per_unit(self.points).sum())

    def pairs_of(self, slot_of: dict[int, int]) -> list[int]:
        """List the pairs that send these units to these slots."""
        wanted = np.full(len(self.units), -1)
        wanted[list(slot_of)] = list(slot_of.values())
        return np.flatnonzero(wanted[self.unit] == self.slot).tolist()

    def restricted_to(self, pairs: Ints) -> Instance:
        """Return the instance with only these pairs, in order: all others are fixed at 0."""
        return replace(
            self,
            unit=self.unit[pairs],
            slot=self.slot[pairs],
            points=self.points[pairs],
            first=np.searchsorted(self.slot[pairs], np.arange(len(self.slots) + 1)),
            linking=self.linking.restricted_to(pairs),
        ).with_breakable_rows()

    def with_breakable_rows(self) -> Instance:
        """Return the instance without the limits that no choice of a slot for each unit breaks."""
        return replace(self, linking=self.linking.only(self.linking.breakable(self.unit)))

    def pairs_of_slot(self, slot: int) -> range:
        """Return the pairs of a slot."""
        return range(int(self.first[slot]), int(self.first[slot + 1]))


def make_instance(problem: Problem) -> Instance:
    """Find the candidates, join companions, hold the pins, write the limits."""
    found = find_candidates(problem)
    units = _units(problem)
    at = {party.id: index for index, unit in enumerate(units) for party in unit}
    slots = tuple(sorted(problem.slots, key=lambda slot: slot.id))
    limits = limits_of(problem)
    coefficients = list(dict.fromkeys(limit.coefficient for limit in limits))
    columns = _pairs_of_units(found, units, at, coefficients)
    columns = columns[:, _stay_together(columns, units, slots)]
    pins = pinned_slots(problem, at, slots)
    columns = columns[:, allowed_beside(pins, columns[0], columns[1], slots)]
    unit, slot, points = columns[:3]
    counted = dict(zip(coefficients, columns[3:], strict=True))
    first = np.searchsorted(slot, np.arange(len(slots) + 1))
    kinds, kind = kinds_of(units)
    instance = Instance(
        problem=problem,
        units=units,
        slots=slots,
        unit=unit,
        slot=slot,
        points=points,
        first=first,
        people=np.array([sum(party.people for party in unit) for unit in units], np.int64),
        kind=kind,
        kinds=kinds,
        pins=pins,
        linking=make_linking_rows(limits, counted, slots, first),
    ).with_breakable_rows()
    _check_pins(instance)
    return instance


def _units(problem: Problem) -> tuple[tuple[Party, ...], ...]:
    firsts = sorted({companions[0] for companions in problem.companions.values()})
    return tuple(
        tuple(problem.party_of[each] for each in problem.companions[first]) for first in firsts
    )


def _check_pins(instance: Instance) -> None:
    """Reject pins that are no pair at all."""
    held = set(instance.unit[instance.pairs_of(instance.pins)].tolist())
    impossible = {
        (party.id, instance.slots[instance.pins[unit]].id)
        for unit in instance.pins.keys() - held
        for party in instance.units[unit]
    } & instance.problem.pinned
    if impossible:
        raise pins_clash(sorted(impossible), "each breaks a rule even when it is alone")


def _pairs_of_units(
    found: Candidates,
    units: tuple[tuple[Party, ...], ...],
    at: dict[str, int],
    coefficients: Sequence[Coefficient],
) -> Ints:
    """Sum the candidates of companions; a slot that is not open to all of them is none.

    Returns the rows unit, slot and points, and one for each coefficient of a limit,
    ``(3 + n_coefficients, n_pairs) int64``.
    """
    unit_of = np.array([at[party] for party in found.parties], np.int64)
    unit = unit_of[found.party] if len(found) else np.zeros(0, np.int64)
    counted = (each.of_candidates(found) for each in coefficients)
    columns = np.stack([unit, found.slot, found.points, *counted]).astype(np.int64)
    sizes = np.array([len(unit) for unit in units], np.int64)
    shared = sizes[unit] > 1
    if not shared.any():
        return columns
    joined = _summed(columns[:, shared], sizes)
    columns = np.concatenate([columns[:, ~shared], joined], axis=1)
    return columns[:, np.lexsort((columns[0], columns[1]))]


def _summed(columns: Ints, sizes: Ints) -> Ints:
    columns = columns[:, np.lexsort((columns[0], columns[1]))]
    changes = np.diff(columns[:2]).any(axis=0)
    starts = np.flatnonzero(np.concatenate([[True], changes]))
    members = np.diff(np.append(starts, columns.shape[1]))
    summed = np.add.reduceat(columns[2:], starts, axis=1)
    return np.concatenate([columns[:2, starts], summed])[:, members == sizes[columns[0, starts]]]


def _stay_together(
    columns: Ints, units: tuple[tuple[Party, ...], ...], slots: tuple[Slot, ...]
) -> Flags:
    """Drop pairs whose unit could not even stay there on its own."""
    keep = np.ones(columns.shape[1], np.bool_)
    impossible = {GroupRule.ROOMS, GroupRule.WOMEN_ONLY_GROUP, GroupRule.EXCLUSIVE}
    picky = np.array([len(unit) > 1 or breaks_women_only_group(unit) for unit in units], np.bool_)
    for pair in np.flatnonzero(picky[columns[0]]):
        unit, slot = columns[:2, pair]
        keep[pair] = not impossible & set(broken_group_rules(slots[slot], units[unit]))
    return keep
