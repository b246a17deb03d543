"""The best group of one slot, depth first: exact whatever the rooms and whoever is pinned.

Two units that ask the same of the rooms are interchangeable, so a less profitable one is never
tried where a more profitable one was passed over: the search is over kinds of units, not over
units.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matching.solver.instance import Group
from matching.solver.pricing.room_automaton import EMPTY, REFUSED, House

NEVER = -(2**63)
"""Profit of the best group when there is none."""


class Guest(NamedTuple):
    """A unit that could join: its pair, profit, people and kind."""

    pair: int
    profit: int
    people: int
    kind: int


class GroupSearch:
    """Depth first over guests by profit a head, cut off where even full beds would not pay.

    Parameters
    ----------
    guests, forced
        Those who may join, by profit a head, and those who must be in every group.
    """

    def __init__(
        self, house: House, guests: list[Guest], forced: list[Guest], beds: int, least: int
    ) -> None:
        self._step = house.step
        self._guests = guests
        self._least = least
        self._steps = 0
        self._best = NEVER if forced else 0
        self._group: Group = ()
        self._root = _State(EMPTY, beds, 0, 0, ())
        for guest in forced:
            group = self._step(self._root.group, guest.kind)
            self._root = self._root.with_guest(guest, group)
            if group == REFUSED:
                break

    def run(self, most_steps: int) -> tuple[int, Group]:
        """Find the best group that contains those who must be in it, in so many steps.

        Returns
        -------
        tuple[int, Group]
            A profit that no group exceeds, and the best group: it has that profit, unless the
            search was cut short.
        """
        if self._root.group == REFUSED:
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
        upper = self._easy_bound() if branches else self._best
        return upper, tuple(sorted(self._group))

    def _note(self, state: _State) -> None:
        if state.pairs and state.profit > self._best and state.people >= self._least:
            self._best, self._group = state.profit, state.pairs

    def _larger(self, first: int, state: _State) -> Iterator[tuple[int, _State]]:
        """Add one guest, the most profitable a head first; with each, who comes next to try."""
        passed_over: set[int] = set()
        missing = max(0, self._least - state.people)
        for at in range(first, len(self._guests)):
            guest = self._guests[at]
            fillable = state.beds if guest.profit > 0 else missing
            if guest.profit * fillable <= (self._best - state.profit) * guest.people:
                return
            if guest.people > state.beds or guest.kind in passed_over:
                continue
            group = self._step(state.group, guest.kind)
            self._steps += 1
            if group == REFUSED:
                continue
            passed_over.add(guest.kind)
            yield at + 1, state.with_guest(guest, group)

    def _easy_bound(self) -> int:
        """Fill the beds with the best profits a head, as if people could be divided."""
        beds, profit = self._root.beds, self._root.profit
        for guest in self._guests:
            if guest.profit <= 0 or beds <= 0:
                break
            profit += -(-guest.profit * min(beds, guest.people) // guest.people)
            beds -= guest.people
        return max(profit, self._best)


class _State(NamedTuple):
    group: int
    beds: int
    people: int
    profit: int
    pairs: Group

    def with_guest(self, guest: Guest, group: int) -> _State:
        return _State(
            group,
            self.beds - guest.people,
            self.people + guest.people,
            self.profit + guest.profit,
            (*self.pairs, guest.pair),
        )
