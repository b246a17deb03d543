"""Cutting a round: into parts that have nothing to do with each other, or into regions.

*Components* share no pair and no limit: solved apart, their solutions and bounds add up. *Regions*
are cut on the map where they are only weakly joined: solved apart, their solutions are together a
valid one of the whole, and lose little where the cut runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.arrays import Ints, Reals
from matching.problem import Problem
from matching.solver.instance import Instance


@dataclass(frozen=True, eq=False)
class Part:
    """Some units and slots as an instance of their own.

    Parameters
    ----------
    units
        ``(n_units of the part,) int64``: its units, as numbers of the whole.
    pairs
        ``(n_pairs of the part,) int64``: its pairs, as numbers of the whole.
    """

    instance: Instance
    units: Ints
    pairs: Ints

    def own(self, chosen: list[int]) -> list[int]:
        """Return which of the whole's chosen pairs are here, as pairs of the part."""
        return np.flatnonzero(np.isin(self.pairs, np.array(chosen, np.int64))).tolist()


def components(instance: Instance) -> list[Part]:
    """Find the parts that share no pair, no farm limit, and no other limit that could bind."""
    if instance.kept_needed or _interpreters_may_run_out(instance):
        return [_part(instance, _all(instance.units), _all(instance.slots), None)]
    label = _labels(instance)
    units, slots = label[: len(instance.units)], label[len(instance.units) :]
    used = np.unique(units[instance.unit])
    return [
        _part(instance, np.flatnonzero(units == each), np.flatnonzero(slots == each), None)
        for each in used
    ]


def _all(things: tuple[object, ...]) -> Ints:
    return np.arange(len(things))


def _interpreters_may_run_out(instance: Instance) -> bool:
    limit = instance.problem.interpreter_limit
    return limit is not None and _most_interpreters(instance) > limit


def _most_interpreters(instance: Instance) -> int:
    return int(instance.best_per_unit(instance.interpreters).sum())


def _labels(instance: Instance) -> Ints:
    """Spread the smallest number along pairs and among slots of a farm until nothing changes."""
    units = len(instance.units)
    limited = instance.problem.farm_limits
    first_of_farm: dict[str, int] = {}
    here = np.arange(len(instance.slots))
    first = np.array(
        [
            first_of_farm.setdefault(slot.farm, at) if slot.farm in limited else at
            for at, slot in enumerate(instance.slots)
        ],
        np.int64,
    )
    one = np.concatenate([instance.unit, units + here])
    other = np.concatenate([units + instance.slot, units + first])
    label = np.arange(units + len(here))
    while True:
        lower = label.copy()
        np.minimum.at(lower, one, label[other])
        np.minimum.at(lower, other, lower[one])
        if (lower == label).all():
            return label
        label = lower


def regions(instance: Instance, slot_of: Ints, most_units: int, first_axis: int) -> list[Part]:
    """Cut the map in two, north from south or east from west in turn, until parts are small.

    Parameters
    ----------
    slot_of
        ``(n_units,) int64``: the slot that a unit would rather go to; it goes to its region.
    most_units
        The largest region.
    first_axis
        0 to cut by latitude first, 1 by longitude.
    """
    places = np.array([slot.place for slot in instance.slots])
    weight = np.bincount(slot_of, minlength=len(places))
    cut = list(_cut(_all(instance.slots), places, weight, most_units, first_axis))
    limits = _interpreters_shared_out(instance, slot_of, cut)
    return [
        _part(instance, np.flatnonzero(np.isin(slot_of, slots)), slots, limit)
        for slots, limit in zip(cut, limits, strict=True)
    ]


def _interpreters_shared_out(
    instance: Instance, slot_of: Ints, cut: list[Ints]
) -> Sequence[int | None]:
    """Share out the limit by what each region would use; what is left over goes where it lacks."""
    limit = instance.problem.interpreter_limit
    if limit is None:
        return [None] * len(cut)
    chosen = instance.slot == slot_of[instance.unit]
    used = np.bincount(
        instance.slot[chosen], instance.interpreters[chosen], minlength=len(instance.slots)
    )
    # One more than it would use, so that a region that would use none may still have some.
    wanted = np.array([used[slots].sum() + 1 for slots in cut])
    exact = min(limit, _most_interpreters(instance)) * wanted / wanted.sum()
    shares = np.floor(exact).astype(np.int64)
    left = round(exact.sum()) - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:left]] += 1
    return [int(share) for share in shares]


def _cut(slots: Ints, places: Reals, weight: Ints, most: int, axis: int) -> Iterable[Ints]:
    if weight[slots].sum() <= most or len(np.unique(places[slots, axis])) < 2:
        yield slots
        return
    order = slots[np.argsort(places[slots, axis], kind="stable")]
    half = np.searchsorted(np.cumsum(weight[order]), weight[slots].sum() / 2)
    line = places[order[min(int(half), len(order) - 1)], axis]
    below = places[slots, axis] < line
    if not below.any():
        below = places[slots, axis] <= line
    for side in (below, ~below):
        if side.any():
            yield from _cut(slots[side], places, weight, most, 1 - axis)


def _part(instance: Instance, units: Ints, slots: Ints, interpreters: int | None) -> Part:
    """Take some units and slots out; the limit on interpreters may be a share of the whole."""
    new_unit = np.full(len(instance.units), -1)
    new_slot = np.full(len(instance.slots), -1)
    new_unit[units], new_slot[slots] = np.arange(len(units)), np.arange(len(slots))
    pairs = np.flatnonzero((new_unit[instance.unit] >= 0) & (new_slot[instance.slot] >= 0))
    slot = new_slot[instance.slot[pairs]]
    problem = instance.problem
    limits = Problem(
        today=problem.today,
        farm_limits=problem.farm_limits,
        interpreter_limit=problem.interpreter_limit if interpreters is None else interpreters,
    )
    part = replace(
        instance,
        problem=limits,
        units=tuple(instance.units[at] for at in units.tolist()),
        slots=tuple(instance.slots[at] for at in slots.tolist()),
        unit=new_unit[instance.unit[pairs]],
        slot=slot,
        points=instance.points[pairs],
        interpreters=instance.interpreters[pairs],
        kept=instance.kept[pairs],
        first=np.searchsorted(slot, np.arange(len(slots) + 1)),
        people=instance.people[units],
        parties=instance.parties[units],
        pins={
            int(new_unit[unit]): int(new_slot[at])
            for unit, at in instance.pins.items()
            if new_unit[unit] >= 0
        },
    )
    return Part(part, units, pairs)
