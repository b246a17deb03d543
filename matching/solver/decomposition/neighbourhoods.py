"""Neighbourhoods: slots between which units could move at little loss, cut out as parts.

At good duals most pairs lose much, and a unit has two or three slots where it may well end. Slots
that share such units are drawn together, the closest first, until a neighbourhood is large
enough. Each is then chosen anew by itself: what a better answer would change is mostly inside
one. With some chance in the order, the next neighbourhoods run elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.arrays import Ints
from matching.solver.decomposition.parts import Part, parts_of_slots
from matching.solver.duals import SCALE
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.instance import Instance

NEAR_PAIRS_A_UNIT = 4
"""Pairs that tell which slots are close, per unit, those that lose least."""


def preferred_pairs(instance: Instance, lost: Ints, chosen: list[int]) -> Ints:
    """Return for each unit the pair that is chosen, else the one that loses least.

    ``(n_units,) int64``; -1 for a unit without any pair.
    """
    pairs = np.full(len(instance.units), -1)
    order = np.argsort(-lost, kind="stable")
    pairs[instance.unit[order]] = order
    pairs[instance.unit[chosen]] = chosen
    return pairs


def neighbourhoods(
    instance: Instance, lost: Ints, preferred: Ints, most_beds: int, chance: np.random.Generator
) -> Ints:
    """Draw slots together, the closest first, as long as no neighbourhood has too many beds.

    Parameters
    ----------
    lost
        ``(n_pairs,) int64``: what each pair costs a solution at least.
    preferred
        ``(n_units,) int64``: the pair of each unit to begin from, or -1.

    Returns
    -------
    Ints
        ``(n_slots,) int64``: the number of each slot's neighbourhood.
    """
    near = _near_pairs(instance, lost)
    base = preferred[instance.unit[near]]
    away = (base >= 0) & (base != near)
    near, base = near[away], base[away]
    distance = lost[near] * (1 + chance.random(len(near))) - lost[base]
    order = np.argsort(distance, kind="stable")
    one, other = instance.slot[base[order]].tolist(), instance.slot[near[order]].tolist()
    beds = [slot.beds for slot in instance.slots]
    root = list(range(len(beds)))

    def root_of(slot: int) -> int:
        while root[slot] != slot:
            root[slot] = root[root[slot]]
            slot = root[slot]
        return slot

    for a, b in zip(one, other, strict=True):
        mine, theirs = root_of(a), root_of(b)
        if mine != theirs and beds[mine] + beds[theirs] <= most_beds:
            root[theirs] = mine
            beds[mine] += beds[theirs]
    return _packed([root_of(slot) for slot in range(len(root))], beds, most_beds)


def _near_pairs(instance: Instance, lost: Ints) -> Ints:
    count = NEAR_PAIRS_A_UNIT * len(instance.units)
    if count >= len(lost):
        return np.arange(len(lost))
    return np.sort(np.argpartition(lost, count)[:count])


def _packed(root: list[int], beds: list[int], most_beds: int) -> Ints:
    """Give each neighbourhood a number, and several small ones the same."""
    number: dict[int, int] = {}
    current, left = -1, 0
    for each in sorted(set(root), key=lambda slot: -beds[slot]):
        if beds[each] > left:
            current, left = current + 1, max(most_beds, beds[each])
        number[each] = current
        left -= beds[each]
    return np.array([number[each] for each in root], np.int64)


def cut_out(
    instance: Instance,
    of_slot: Ints,
    preferred: Ints,
    relaxed: LagrangianSolution,
    lost: Ints,
    chosen: list[int],
    most_pairs: int,
) -> list[tuple[Part, list[int]]]:
    """Cut neighbourhoods out, each with the pairs that a better choice inside it may use.

    That is those that lose no more than lies between what the duals prove of the part and what it
    has now; where these are too many, those that lose least.

    Returns
    -------
    list[tuple[Part, list[int]]]
        The parts, and which of their pairs are chosen now. Parts that are proven are left out.
    """
    found = []
    for part in parts_of_slots(instance, of_slot, preferred, chosen):
        start = part.own(chosen)
        gap = _gap(instance, part, start, relaxed)
        within = lost[part.pairs]
        if len(within) > most_pairs:
            gap = min(gap, int(np.partition(within, most_pairs)[most_pairs]))
        kept = within <= gap
        kept[start] = True
        pairs = np.flatnonzero(kept)
        if gap >= SCALE and len(pairs) > len(start):
            smaller = replace(
                part, instance=part.instance.restricted_to(pairs), pairs=part.pairs[pairs]
            )
            found.append((smaller, smaller.own(chosen)))
    return found


def _gap(instance: Instance, part: Part, start: list[int], relaxed: LagrangianSolution) -> int:
    """Return what lies between a part's solution and what the duals prove of it, in `SCALE`."""
    best = relaxed.slot_reduced_cost[np.unique(instance.slot[part.pairs])].sum()
    best -= relaxed.pair_reduced_cost[part.pairs[start]].sum()
    without = np.ones(len(part.units), np.bool_)
    without[part.instance.unit[start]] = False
    unused = part.instance.linking.rhs.copy()
    for row, use in part.instance.linking.use_of(start).items():
        unused[row] -= use
    spared = (relaxed.duals.linking[part.rows] * unused).sum()
    return int(best + relaxed.duals.unit[part.units][without].sum() + spared)
