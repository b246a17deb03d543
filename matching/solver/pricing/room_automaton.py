"""The room automaton: which groups a set of rooms can hold, unit by unit.

What a group asks of the rooms does not depend on who is in it, so groups are told apart by what
they ask: these are the states, numbered, and the *kind* of a unit is its own. Each transition
("this group, and one more unit like that") is judged once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matching.groups import Lodging, Sleepers, everyone_has_a_bed, sleepers
from matching.problem import WOMEN_ONLY_GROUP, Party

EMPTY = 0
"""The state of a group of nobody."""

INFEASIBLE = -1
"""No state: a rule would be broken."""


Pattern = tuple[tuple[int, int], ...]
"""How many units of each kind stay together: kinds with their counts, in order."""


class GroupState(NamedTuple):
    """All that the group rules look at, in a unit or in a group."""

    who: Sleepers
    men: bool
    women_only: bool


def state_of(unit: tuple[Party, ...]) -> GroupState:
    """Return what a unit asks, on its own: its kind."""
    return GroupState(
        sleepers(unit),
        any(party.men for party in unit),
        any(WOMEN_ONLY_GROUP in party.needs for party in unit),
    )


def joined(group: GroupState, unit: GroupState) -> GroupState:
    """Return what a group asks with one more unit."""
    return GroupState(
        group.who.joined(unit.who),
        group.men or unit.men,
        group.women_only or unit.women_only,
    )


class RoomAutomaton:
    """The states of the groups that one set of rooms can hold.

    Parameters
    ----------
    lodging
        The rooms.
    exclusive
        Whether only one unit may stay.
    kinds
        What a unit of each kind asks.
    """

    def __init__(self, lodging: Lodging, *, exclusive: bool, kinds: list[GroupState]) -> None:
        self._lodging = lodging
        self._exclusive = exclusive
        self._kinds = kinds
        self._groups: list[GroupState] = [GroupState(Sleepers(), men=False, women_only=False)]
        self._number = {self._groups[EMPTY]: EMPTY}
        self._steps: dict[tuple[int, int], int] = {}

    def step(self, group: int, kind: int) -> int:
        """Return the state that a unit of this kind makes of a group's, or `INFEASIBLE`."""
        key = (group, kind)
        reached = self._steps.get(key)
        if reached is None:
            reached = self._steps[key] = self._judge(group, kind)
        return reached

    def _judge(self, group: int, kind: int) -> int:
        if self._exclusive and group != EMPTY:
            return INFEASIBLE
        larger = joined(self._groups[group], self._kinds[kind])
        if larger.men and larger.women_only:
            return INFEASIBLE
        if not everyone_has_a_bed(self._lodging, larger.who):
            return INFEASIBLE
        number = self._number.setdefault(larger, len(self._groups))
        if number == len(self._groups):
            self._groups.append(larger)
        return number

    def patterns(self, most: int) -> list[Pattern] | None:
        """List every pattern that can stay, the empty one too; none if more than `most`."""
        listed: list[Pattern] = []
        stack: list[tuple[int, int, Pattern]] = [(EMPTY, 0, ())]
        while stack:
            group, first, pattern = stack.pop()
            listed.append(pattern)
            if len(listed) > most:
                return None
            for kind in range(first, len(self._kinds)):
                larger = self.step(group, kind)
                if larger != INFEASIBLE:
                    stack.append((larger, kind, _with_one_more(pattern, kind)))
        return listed

    def largest_patterns(self, kinds: Sequence[int], most: int) -> list[Pattern] | None:
        """List the patterns of these kinds to which none of them can be added.

        None where more than `most` groups would have to be looked at.
        """
        listed: list[Pattern] = []
        stack: list[tuple[int, int, Pattern]] = [(EMPTY, 0, ())]
        for _ in range(most):
            if not stack:
                return listed
            group, first, pattern = stack.pop()
            larger = [self.step(group, kind) for kind in kinds]
            if all(state == INFEASIBLE for state in larger):
                listed.append(pattern)
            for at in range(first, len(kinds)):
                if larger[at] != INFEASIBLE:
                    stack.append((larger[at], at, _with_one_more(pattern, kinds[at])))
        return None


def _with_one_more(pattern: Pattern, kind: int) -> Pattern:
    if pattern and pattern[-1][0] == kind:
        return (*pattern[:-1], (kind, pattern[-1][1] + 1))
    return (*pattern, (kind, 1))
