"""The three questions of a round, each an instance with points of its own.

*How many* people can come, *who* of them should, *where* each of those should go. The first two
have points that belong to units; the last is over the units that were chosen, all of whom must
have a place again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.arrays import Ints
from matching.solver.decomposition.parts import Part, part_of
from matching.solver.instance import Instance

UNITS_FOR_A_PERSON = 3
"""One more person counts as much as the own points of so many units with the most of them."""


def how_many(instance: Instance) -> Instance:
    """Count people, and nothing else."""
    return replace(instance, points=instance.people[instance.unit])


def unit_worth(instance: Instance, own: dict[str, int]) -> Ints:
    """Sum up the own points of each unit's parties, ``(n_units,) int64``."""
    sums = [sum(own[party.id] for party in unit) for unit in instance.units]
    return np.array(sums, np.int64)


def usual_person(worth: Ints) -> int:
    """Return points for a person that hardly any choice of people outweighs: see `strict_person`.

    Where they are strict, they grow with the round; and the larger they are, the less a proof
    leaves out. So this is tried first.
    """
    return min(strict_person(worth), UNITS_FOR_A_PERSON * int(worth.max(initial=0)) + 1)


def strict_person(worth: Ints) -> int:
    """Return points for a person that the own points of all units together do not outweigh."""
    return int(worth.sum()) + 1


def who(instance: Instance, worth: Ints, person: int) -> Instance:
    """Count so many points a person, and the own points of those who come."""
    return replace(instance, points=(person * instance.people + worth)[instance.unit])


def where(instance: Instance, chosen: list[int]) -> Part:
    """Take out those who come: all of them must have a place, and nobody else."""
    part = part_of(instance, np.unique(instance.unit[chosen]))
    return replace(part, instance=replace(part.instance, everyone=True))
