"""Cutting a round: into parts that have nothing to do with each other, or into regions.

*Components* share no pair and no limit: solved apart, the answers and bounds add up. *Regions* are
cut on the map where they are only weakly joined: solved apart, their answers are together a valid
answer, and their prices are good prices for the whole, which prove a bound for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.problem import Problem
from matching.solver.instance import Instance

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Part:
    """Some units and slots as an instance of their own, and where its pairs come from."""

    instance: Instance
    units: Whole
    pairs: Whole

    def own(self, chosen: list[int]) -> list[int]:
        """Tell which of the whole's chosen pairs are here, as pairs of the part."""
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


def _all(things: tuple[object, ...]) -> Whole:
    return np.arange(len(things))


def _interpreters_may_run_out(instance: Instance) -> bool:
    limit = instance.problem.interpreter_limit
    most = np.zeros(len(instance.units), np.int64)
    np.maximum.at(most, instance.unit, instance.interpreters)
    return limit is not None and int(most.sum()) > limit


def _labels(instance: Instance) -> Whole:
    """Spread the smallest number along pairs and among slots of a farm until nothing changes."""
    units = len(instance.units)
    limited = instance.problem.farm_limits
    farm_head: dict[str, int] = {}
    here = np.arange(len(instance.slots))
    head = np.array(
        [
            farm_head.setdefault(slot.farm, at) if slot.farm in limited else at
            for at, slot in enumerate(instance.slots)
        ],
        np.int64,
    )
    one = np.concatenate([instance.unit, units + here])
    other = np.concatenate([units + instance.slot, units + head])
    label = np.arange(units + len(here))
    while True:
        lower = label.copy()
        np.minimum.at(lower, one, label[other])
        np.minimum.at(lower, other, lower[one])
        if (lower == label).all():
            return label
        label = lower


def regions(instance: Instance, slot_of: Whole, most_units: int, first_axis: int) -> list[Part]:
    """Cut the map in two, north from south or east from west in turn, until parts are small.

    Parameters
    ----------
    slot_of
        The slot that a unit would rather go to: it goes to that slot's region.
    most_units
        The largest region.
    first_axis
        0 to cut by latitude first, 1 by longitude.
    """
    places = np.array([slot.place for slot in instance.slots])
    weight = np.bincount(slot_of, minlength=len(places))
    share = instance.problem.interpreter_limit
    needed = _interpreters_by_slot(instance, slot_of)
    parts = []
    for slots in _cut(_all(instance.slots), places, weight, most_units, first_axis):
        mine = np.flatnonzero(np.isin(slot_of, slots))
        limit = None
        if share is not None:
            limit = int(share * needed[slots].sum() / max(1, needed.sum()))
        parts.append(_part(instance, mine, slots, limit))
    return parts


def _interpreters_by_slot(instance: Instance, slot_of: Whole) -> Whole:
    chosen = instance.slot == slot_of[instance.unit]
    return np.bincount(
        instance.slot[chosen],
        weights=instance.interpreters[chosen] + 1e-9,
        minlength=len(instance.slots),
    )


def _cut(
    slots: Whole, places: NDArray[np.float64], weight: Whole, most: int, axis: int
) -> Iterable[Whole]:
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


def _part(instance: Instance, units: Whole, slots: Whole, interpreters: int | None) -> Part:
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
        heads=instance.heads[units],
        pins={
            int(new_unit[unit]): int(new_slot[at])
            for unit, at in instance.pins.items()
            if new_unit[unit] >= 0
        },
    )
    return Part(part, units, pairs)
