"""A bound and duals from a flow: people streaming from units through slots, rooms forgotten.

Without group rules and limits, the linear relaxation is a transportation problem: each person of a
unit is worth the unit's points divided by its people, and beds are the capacity. A min-cost flow
solves it fifty times faster than a linear program. Scaling by the least common multiple of the
sizes keeps every cost whole. The shortest distances in what is left of the network are the duals
of the beds, and what a unit's best slot leaves over them is the unit's dual.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints, Reals
from matching.solver.instance import Instance

LARGEST_LCM = 5040
"""Sizes whose multiple is larger (parties of eleven and thirteen…) get no flow."""

LARGEST_COST = 2**62
"""Scaled points of all units together stay below this, so that no sum of them overflows."""

MOST_PAIRS = 500_000
"""Larger rounds get no flow: steps from duals of 0 are as good there, and cheaper."""

ROUNDS_OF_DISTANCES = 2_000
"""More passes than any network needs; without an end, a mistake would never show."""


@dataclass(frozen=True, eq=False)
class FlowBound:
    """What the flow proves and suggests.

    Parameters
    ----------
    bound
        No solution has more points: units pay for beds, and the sum of all they have left over
        and of all beds' duals is never less than the optimum, whatever the duals.
    unit_duals
        ``(n_units,) float64``: what a unit's best slot leaves over its beds' duals, in points.
    whole
        ``(n,) int64``: the pairs through which a whole unit flows.
    """

    bound: int
    unit_duals: Reals
    whole: Ints


def flow_bound(instance: Instance) -> FlowBound | None:
    """Solve the flow; none when the round is large or its sizes have no small multiple."""
    scale = math.lcm(*map(int, np.unique(instance.people)))
    if scale > LARGEST_LCM or not 0 < len(instance.unit) <= MOST_PAIRS:
        return None
    if instance.trivial_bound() * scale >= LARGEST_COST:
        return None
    network = _Network(instance, scale)
    solved = network.solve()
    if solved is None:
        return None
    bed_duals, flow = solved
    left_over = instance.points * scale
    left_over -= instance.people[instance.unit] * bed_duals[instance.slot]
    unit_duals = instance.best_per_unit(left_over)
    beds_paid = sum(
        slot.beds * each for slot, each in zip(instance.slots, bed_duals.tolist(), strict=True)
    )
    return FlowBound(
        bound=(int(unit_duals.sum()) + beds_paid) // scale,
        unit_duals=unit_duals / scale,
        whole=network.whole(flow),
    )


class _Network:
    """Units, then slots, then a sink; an arc for each pair, then one from each node to the sink.

    ``start``, ``end``, ``capacities`` and ``costs`` are ``(n_pairs + n_units + n_slots,) int64``.
    """

    def __init__(self, instance: Instance, scale: int) -> None:
        units, slots = len(instance.units), len(instance.slots)
        self.instance = instance
        self.sink = units + slots
        self.first_slot = units
        self.people = instance.people[instance.unit]
        beds = np.array([each.beds for each in instance.slots], np.int64)
        nothing = np.zeros(units + slots, np.int64)
        to_sink = np.full(units + slots, self.sink)
        self.start = np.concatenate([instance.unit, np.arange(units + slots)])
        self.end = np.concatenate([units + instance.slot, to_sink])
        leaving = np.zeros_like(instance.people) if instance.everyone else instance.people
        self.capacities = np.concatenate([self.people, leaving, beds])
        self.costs = np.concatenate([-instance.points * (scale // self.people), nothing])

    def solve(self) -> tuple[Ints, Ints] | None:
        """Find the dual of a bed in each slot, scaled, and the flow of each arc, if it can."""
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415  only when solving

        solver = min_cost_flow.SimpleMinCostFlow()
        solver.add_arcs_with_capacity_and_unit_cost(
            self.start, self.end, self.capacities, self.costs
        )
        people = self.instance.people
        solver.set_nodes_supplies(np.arange(len(people)), people)
        solver.set_node_supply(self.sink, -int(people.sum()))
        if solver.solve() != solver.OPTIMAL:
            return None
        flow = np.asarray(solver.flows(np.arange(len(self.start))))
        distance = self._distances(flow)
        slots = distance[self.first_slot : self.sink]
        return np.maximum(0, distance[self.sink] - slots), flow

    def whole(self, flow: Ints) -> Ints:
        """List the pairs through which a whole unit flows."""
        return np.flatnonzero(flow[: len(self.people)] == self.people)

    def _distances(self, flow: Ints) -> Ints:
        """Find shortest distances in the residual network (Bellman and Ford, all arcs at once).

        ``(n_units + n_slots + 1,) int64``, one a node.
        """
        ahead, back = flow < self.capacities, flow > 0
        start = np.concatenate([self.start[ahead], self.end[back]])
        end = np.concatenate([self.end[ahead], self.start[back]])
        costs = np.concatenate([self.costs[ahead], -self.costs[back]])
        distance = np.zeros(self.sink + 1, np.int64)
        for _ in range(ROUNDS_OF_DISTANCES):
            shorter = distance.copy()
            np.minimum.at(shorter, end, distance[start] + costs)
            if (shorter == distance).all():
                break
            distance = shorter
        return distance
