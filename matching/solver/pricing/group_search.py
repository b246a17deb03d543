"""Pricing by search: the best group of one slot, whatever the rooms and whoever is pinned.

A knapsack whose capacity is the beds, searched depth first. Two units that ask the same of the
rooms are interchangeable, so one of smaller reduced cost is never tried where one of larger was
passed over: the search is over kinds of units, not over units.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matching.solver.instance import Group
from matching.solver.room_automaton import EMPTY, INFEASIBLE, RoomAutomaton

NEVER = -(2**63)
"""Reduced cost of the best group when there is none."""


class Item(NamedTuple):
    """A unit that could join: its pair, reduced cost, people and kind."""

    pair: int
    reduced_cost: int
    people: int
    kind: int


class GroupSearch:
    """Depth first over items by reduced cost a head, cut off where even full beds gain too little.

    Parameters
    ----------
    items, forced
        Those who may join, by reduced cost a head, and those who must be in every group.
    beds
        The capacity.
    least
        How many people a group has at least.
    """

    def __init__(
        self, automaton: RoomAutomaton, items: list[Item], forced: list[Item], beds: int, least: int
    ) -> None:
        self._step = automaton.step
        self._items = items
        self._least = least
        self._steps = 0
        self._best = NEVER if forced else 0
        self._group: Group = ()
        self._root = _State(EMPTY, beds, 0, 0, ())
        for item in forced:
            group = self._step(self._root.group, item.kind)
            self._root = self._root.with_item(item, group)
            if group == INFEASIBLE:
                break

    def run(self, most_steps: int) -> tuple[int, Group]:
        """Find the best group that contains those who must be in it, in so many steps.

        Returns
        -------
        tuple[int, Group]
            A reduced cost that no group exceeds, and the pairs of the best group: it has that
            reduced cost, unless the search was cut short.
        """
        if self._root.group == INFEASIBLE:
            return NEVER, ()
        self._note(self._root)
        branches = [self._larger(0, self._root)]
        while branches and self._steps <= most_steps:
            branch = next(branches[-1], None)
            if branch is None:
                branches.pop()
                continue
            self._note(branch[1])
            branches.append(self._larger(*branch))
        upper = self._fractional_bound() if branches else self._best
        return upper, tuple(sorted(self._group))

    def _note(self, state: _State) -> None:
        if state.pairs and state.reduced_cost > self._best and state.people >= self._least:
            self._best, self._group = state.reduced_cost, state.pairs

    def _larger(self, first: int, state: _State) -> Iterator[tuple[int, _State]]:
        """Add one item, the best a head first; with each, where to go on from."""
        passed_over: set[int] = set()
        missing = max(0, self._least - state.people)
        for at in range(first, len(self._items)):
            item = self._items[at]
            fillable = state.beds if item.reduced_cost > 0 else missing
            if item.reduced_cost * fillable <= (self._best - state.reduced_cost) * item.people:
                return
            if item.people > state.beds or item.kind in passed_over:
                continue
            group = self._step(state.group, item.kind)
            self._steps += 1
            if group == INFEASIBLE:
                continue
            passed_over.add(item.kind)
            yield at + 1, state.with_item(item, group)

    def _fractional_bound(self) -> int:
        """Fill the beds with the best reduced costs a head, as if people could be divided."""
        beds, reduced_cost = self._root.beds, self._root.reduced_cost
        for item in self._items:
            if item.reduced_cost <= 0 or beds <= 0:
                break
            reduced_cost += -(-item.reduced_cost * min(beds, item.people) // item.people)
            beds -= item.people
        return max(reduced_cost, self._best)


class _State(NamedTuple):
    group: int
    beds: int
    people: int
    reduced_cost: int
    pairs: Group

    def with_item(self, item: Item, group: int) -> _State:
        return _State(
            group,
            self.beds - item.people,
            self.people + item.people,
            self.reduced_cost + item.reduced_cost,
            (*self.pairs, item.pair),
        )
