"""A bound and prices from a flow: people streaming from units through slots, rooms forgotten.

Without group rules and limits, the linear relaxation is a transportation problem: each person of a
unit is worth the unit's points divided by its people, and beds are the capacity. A min-cost flow
solves it fifty times faster than a linear program. Scaling by the least common multiple of the
sizes keeps every cost whole. The shortest distances in what is left of the network are the prices
of the beds, and what a unit's best slot leaves over them is the unit's price.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.solver.instance import Instance

Whole = NDArray[np.int64]

LARGEST_LCM = 5040
"""Sizes whose multiple is larger (parties of eleven and thirteen…) get no flow."""

ROUNDS_OF_DISTANCES = 2_000
"""More passes than any network needs; without an end, a mistake would never show."""


@dataclass(frozen=True)
class Flow:
    """The flow's answer: a true bound, and a price in points for each unit."""

    bound: int
    unit_price: NDArray[np.float64]


def flow_bound(instance: Instance) -> Flow | None:
    """Solve the flow; none when the sizes of the units have no small multiple."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415  only when solving

    scale = math.lcm(*map(int, np.unique(instance.people)))
    if scale > LARGEST_LCM or not len(instance.unit):
        return None
    network = _Network(instance, scale)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        network.tails, network.heads, network.capacities, network.costs
    )
    flow.set_nodes_supplies(np.arange(len(instance.units)), instance.people)
    flow.set_node_supply(network.sink, -int(instance.people.sum()))
    if flow.solve() != flow.OPTIMAL:
        return None
    distance = network.distances(np.asarray(flow.flows(np.arange(len(network.tails)))))
    return Flow(
        bound=-flow.optimal_cost() // scale,
        unit_price=_unit_prices(instance, network, distance / scale),
    )


class _Network:
    """Units, then slots, then a sink; an arc for each pair, and from each unit home."""

    def __init__(self, instance: Instance, scale: int) -> None:
        units, slots = len(instance.units), len(instance.slots)
        self.sink = units + slots
        self.first_slot = units
        people = instance.people[instance.unit]
        beds = np.array([slot.beds for slot in instance.slots], np.int64)
        nothing = np.zeros(units + slots, np.int64)
        to_sink = np.full(units + slots, self.sink)
        self.tails = np.concatenate([instance.unit, np.arange(units + slots)])
        self.heads = np.concatenate([units + instance.slot, to_sink])
        self.capacities = np.concatenate([people, instance.people, beds])
        self.costs = np.concatenate([-instance.points * (scale // people), nothing])

    def distances(self, flow: Whole) -> Whole:
        """Find shortest distances in the residual network (Bellman and Ford, all arcs at once)."""
        ahead, back = flow < self.capacities, flow > 0
        tails = np.concatenate([self.tails[ahead], self.heads[back]])
        heads = np.concatenate([self.heads[ahead], self.tails[back]])
        costs = np.concatenate([self.costs[ahead], -self.costs[back]])
        distance = np.zeros(self.sink + 1, np.int64)
        for _ in range(ROUNDS_OF_DISTANCES):
            shorter = distance.copy()
            np.minimum.at(shorter, heads, distance[tails] + costs)
            if (shorter == distance).all():
                break
            distance = shorter
        return distance


def _unit_prices(
    instance: Instance, network: _Network, distance: NDArray[np.float64]
) -> NDArray[np.float64]:
    slots = distance[network.first_slot : network.sink]
    bed_price = np.maximum(0, distance[network.sink] - slots)
    left_over = instance.points - instance.people[instance.unit] * bed_price[instance.slot]
    price = np.zeros(len(instance.units))
    np.maximum.at(price, instance.unit, left_over)
    return price
