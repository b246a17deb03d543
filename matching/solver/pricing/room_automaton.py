"""How units add up to groups: a small automaton for each set of rooms.

What a group asks of the rooms does not depend on who is in it, so groups are told apart by what
they ask, as numbers, and each step "this group, and one more unit like that" is judged once.
"""

from __future__ import annotations

from typing import NamedTuple

from matching.groups import Sleepers, everyone_has_a_bed, sleepers
from matching.problem import WOMEN_ONLY_GROUP, Party

EMPTY = 0
"""The group of nobody."""

REFUSED = -1
"""No group: a rule would be broken."""


Mix = tuple[tuple[int, int], ...]
"""How many units of each kind stay together: kinds with their counts, in order."""


class Asks(NamedTuple):
    """All that the group rules look at, in a unit or in a group."""

    who: Sleepers
    men: bool
    women_only: bool


def asks(unit: tuple[Party, ...]) -> Asks:
    """Sum up a unit."""
    return Asks(
        sleepers(unit),
        any(party.men for party in unit),
        any(WOMEN_ONLY_GROUP in party.needs for party in unit),
    )


def joined(group: Asks, unit: Asks) -> Asks:
    """Sum up a group with one more unit."""
    return Asks(
        Sleepers(
            group.who.men + unit.who.men,
            group.who.women + unit.who.women,
            tuple(sorted(group.who.mixed + unit.who.mixed)),
            tuple(sorted(group.who.apart + unit.who.apart)),
        ),
        group.men or unit.men,
        group.women_only or unit.women_only,
    )


class House:
    """The groups that one set of rooms can hold; `step` says what joining leads to."""

    def __init__(self, rooms: tuple[int, ...], *, exclusive: bool, kinds: list[Asks]) -> None:
        self._rooms = rooms
        self._exclusive = exclusive
        self._kinds = kinds
        self._groups: list[Asks] = [Asks(Sleepers(), men=False, women_only=False)]
        self._number = {self._groups[EMPTY]: EMPTY}
        self._steps: dict[tuple[int, int], int] = {}

    def step(self, group: int, kind: int) -> int:
        """Tell which group a unit of this kind makes of a group, or `REFUSED`."""
        key = (group, kind)
        reached = self._steps.get(key)
        if reached is None:
            reached = self._steps[key] = self._judge(group, kind)
        return reached

    def _judge(self, group: int, kind: int) -> int:
        if self._exclusive and group != EMPTY:
            return REFUSED
        larger = joined(self._groups[group], self._kinds[kind])
        if larger.men and larger.women_only:
            return REFUSED
        if not everyone_has_a_bed(self._rooms, larger.who):
            return REFUSED
        number = self._number.setdefault(larger, len(self._groups))
        if number == len(self._groups):
            self._groups.append(larger)
        return number

    def mixes(self, most: int) -> list[Mix] | None:
        """List every mix of kinds that can stay, nobody included; none when there are too many."""
        listed: list[Mix] = []
        stack: list[tuple[int, int, Mix]] = [(EMPTY, 0, ())]
        while stack:
            group, first, mix = stack.pop()
            listed.append(mix)
            if len(listed) > most:
                return None
            for kind in range(first, len(self._kinds)):
                larger = self.step(group, kind)
                if larger != REFUSED:
                    stack.append((larger, kind, _with_one_more(mix, kind)))
        return listed


def _with_one_more(mix: Mix, kind: int) -> Mix:
    if mix and mix[-1][0] == kind:
        return (*mix[:-1], (kind, mix[-1][1] + 1))
    return (*mix, (kind, 1))
