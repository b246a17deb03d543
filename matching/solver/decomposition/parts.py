"""Cutting a round into parts.

*Components* share no pair and no limit: solved apart, their solutions and bounds add up. Parts of
chosen slots (*neighbourhoods*) are joined to others: solved apart, their solutions are together a
valid one of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from matching.arrays import Ints, Reals
from matching.problem import Problem
from matching.solver.instance import Instance
from matching.solver.linking_rows import LinkingRows

NO_PART = -1
"""The part of what is in none."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some units and slots as an instance of their own.

    Parameters
    ----------
    units, pairs, rows
        ``(n_units of the part,)``, ``(n_pairs of the part,)``, ``(n_rows of the part,) int64``: its
        units, pairs and linking rows, as numbers of the whole.
    """

    instance: Instance
    units: Ints
    pairs: Ints
    rows: Ints

    def own(self, chosen: list[int]) -> list[int]:
        """Return which of the whole's chosen pairs are here, as pairs of the part."""
        return np.flatnonzero(np.isin(self.pairs, np.array(chosen, np.int64))).tolist()


def components(instance: Instance) -> list[Part]:
    """Find the parts that share no pair, and no limit that could bind."""
    units, slots = len(instance.units), len(instance.slots)
    linking = instance.linking
    pair_unit, pair_slot = instance.unit, units + instance.slot
    label = smallest_connected(
        units + slots + len(linking.rhs),
        np.concatenate([pair_unit, pair_slot[linking.pair]]),
        np.concatenate([pair_slot, units + slots + linking.row]),
    )
    used, part_of = np.unique(label[pair_unit], return_inverse=True)
    number = np.full(len(label), NO_PART)
    number[label[pair_unit]] = part_of
    of_unit, of_slot = number[label[:units]], number[label[units : units + slots]]
    nothing = np.zeros(0, np.int64)
    return _parts(instance, of_unit, of_slot, len(used), nothing)


def smallest_connected(nodes: int, one: Ints, other: Ints) -> Ints:
    """Return for each node the smallest number that it is connected with, ``(nodes,) int64``.

    Each round, what two ends of an edge point to is made to point to the smaller of the two, then
    each node points to where that points, until it leads no further: as chains grow shorter by
    half, a few rounds are enough for any graph.

    Parameters
    ----------
    one, other
        ``(n_edges,) int64``: the two ends of each edge.
    """
    label = np.arange(nodes)
    while True:
        here, there = label[one], label[other]
        apart = here != there
        if not apart.any():
            return label
        one, other, here, there = one[apart], other[apart], here[apart], there[apart]
        np.minimum.at(label, np.maximum(here, there), np.minimum(here, there))
        while not np.array_equal(label, shorter := label[label]):
            label = shorter


def parts_of_slots(
    instance: Instance, of_slot: Ints, preferred: Ints, chosen: list[int]
) -> list[Part]:
    """Cut by slots: each unit goes where its preferred pair does.

    Parameters
    ----------
    of_slot
        ``(n_slots,) int64``: the part of each, numbered from 0.
    preferred
        ``(n_units,) int64``: a pair of each unit; -1 leaves the unit out.
    chosen
        The pairs of a valid solution. A limit that runs through several parts leaves each of them
        what it uses there; what is left is shared out.
    """
    of_unit = np.full(len(preferred), NO_PART)
    some = preferred >= 0
    of_unit[some] = of_slot[instance.slot[preferred[some]]]
    count = int(of_slot.max(initial=-1)) + 1
    return _parts(instance, of_unit, of_slot, count, np.array(chosen, np.int64))


def part_of(instance: Instance, units: Ints) -> Part:
    """Take some units out, ``(n,) int64`` in order, with all slots and their pairs."""
    of_unit = np.full(len(instance.units), NO_PART)
    of_unit[units] = 0
    of_slot = np.zeros(len(instance.slots), np.int64)
    (part,) = _parts(instance, of_unit, of_slot, 1, np.zeros(0, np.int64))
    return part


def _parts(
    instance: Instance, of_unit: Ints, of_slot: Ints, count: int, chosen: Ints
) -> list[Part]:
    """Cut an instance; pairs between two parts are left out.

    Parameters
    ----------
    of_unit, of_slot
        ``(n_units,)``, ``(n_slots,) int64``: the part of each, or `NO_PART`.
    count
        How many parts there are.
    chosen
        ``(n,) int64``: the pairs of a valid solution, by which a limit that runs through several
        parts is shared out.
    """
    of_pair = np.where(
        of_unit[instance.unit] == of_slot[instance.slot], of_unit[instance.unit], NO_PART
    )
    of_use = of_pair[instance.linking.pair]
    rhs = _shared_rows(instance.linking, of_use, count, chosen)
    members = [_members(each, count) for each in (of_unit, of_slot, of_pair, of_use)]
    return [_part(instance, *each) for each in zip(*members, rhs, strict=True)]


def _members(part: Ints, count: int) -> list[Ints]:
    """List the members of each part, in order."""
    order = np.argsort(part, kind="stable")
    bounds = np.searchsorted(part[order], np.arange(count + 1))
    return [order[first:last] for first, last in pairwise(bounds)]


def _shared_rows(
    linking: LinkingRows, of_use: Ints, count: int, chosen: Ints
) -> list[tuple[Ints, Ints]]:
    """Return the rows of each part, and their right sides: a row of several parts is shared out."""
    inside = np.flatnonzero(of_use != NO_PART)
    key, at = np.unique(linking.row[inside] * count + of_use[inside], return_inverse=True)
    row, part = key // count, key % count
    use = linking.coefficient[inside] * np.isin(linking.pair[inside], chosen)
    used = np.zeros(len(key), np.int64)
    np.add.at(used, at, use)
    rhs = linking.rhs[row]
    bounds = np.searchsorted(row, np.arange(len(linking.rhs) + 1))
    for each in np.flatnonzero(np.diff(bounds) > 1):
        several = slice(bounds[each], bounds[each + 1])
        here = used[several]
        # By one more than it uses, so that a part that uses none may still have some.
        rhs[several] = here + shared_out(int(linking.rhs[each] - here.sum()), np.abs(here) + 1)
    return [(row[keys], rhs[keys]) for keys in _members(part, count)]


def shared_out(total: int, wanted: Ints) -> Ints:
    """Share a number out by what each wants; what is left over goes where most was cut off."""
    exact: Reals = total * wanted / wanted.sum()
    shares: Ints = np.floor(exact).astype(np.int64)
    left = total - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:left]] += 1
    return shares


def _part(
    instance: Instance,
    units: Ints,
    slots: Ints,
    pairs: Ints,
    uses: Ints,
    rows_and_rhs: tuple[Ints, Ints],
) -> Part:
    """Take units, slots, pairs and uses of rows out, all in order, and number them anew."""
    rows, rhs = rows_and_rhs
    whole = instance.linking
    slot = np.searchsorted(slots, instance.slot[pairs])
    part = replace(
        instance,
        problem=Problem(today=instance.problem.today),
        units=tuple(instance.units[at] for at in units.tolist()),
        slots=tuple(instance.slots[at] for at in slots.tolist()),
        unit=np.searchsorted(units, instance.unit[pairs]),
        slot=slot,
        points=instance.points[pairs],
        first=np.searchsorted(slot, np.arange(len(slots) + 1)),
        people=instance.people[units],
        kind=instance.kind[units],
        pins={
            new: int(np.searchsorted(slots, instance.pins[unit]))
            for new, unit in enumerate(units.tolist())
            if unit in instance.pins
        },
        linking=LinkingRows(
            row=np.searchsorted(rows, whole.row[uses]),
            pair=np.searchsorted(pairs, whole.pair[uses]),
            coefficient=whole.coefficient[uses],
            rhs=rhs,
            n_pairs=len(pairs),
        ),
    )
    breakable = part.linking.breakable(part.unit)
    return Part(part.with_breakable_rows(), units, pairs, rows[breakable])
