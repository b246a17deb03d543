"""The room automaton: which groups a set of rooms can hold, unit by unit.

What a group asks of the rooms does not depend on who is in it, so groups are told apart by what
they ask: these are the states, numbered, and the *kind* of a unit is its own. Each transition
("this group, and one more unit like that") is judged once, and each list of patterns written once,
for every question and every part of a round (`Kinds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching.arrays import Ints
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
        self._beds = sum(lodging.plain) + sum(lodging.locking)
        self._people_of_kind = [kind.who.people() for kind in kinds]
        self._people = [0]
        self._steps: list[dict[int, int]] = [{}]
        self._listed: dict[tuple[int, ...], list[Pattern] | None] = {}
        self._widest: tuple[set[int], list[Pattern]] | None = None
        self._largest: dict[tuple[int, ...], list[Pattern] | None] = {}

    def step(self, group: int, kind: int) -> int:
        """Return the state that a unit of this kind makes of a group's, or `INFEASIBLE`."""
        known = self._steps[group]
        reached = known.get(kind)
        if reached is None:
            reached = known[kind] = self._judge(group, kind)
        return reached

    def _judge(self, group: int, kind: int) -> int:
        if self._exclusive and group != EMPTY:
            return INFEASIBLE
        if self._people[group] + self._people_of_kind[kind] > self._beds:
            return INFEASIBLE
        larger = joined(self._groups[group], self._kinds[kind])
        if larger.men and larger.women_only:
            return INFEASIBLE
        if not everyone_has_a_bed(self._lodging, larger.who):
            return INFEASIBLE
        number = self._number.setdefault(larger, len(self._groups))
        if number == len(self._groups):
            self._groups.append(larger)
            self._people.append(self._people[group] + self._people_of_kind[kind])
            self._steps.append({})
        return number

    def patterns(self, kinds: tuple[int, ...], most: int) -> list[Pattern] | None:
        """List every pattern of these kinds that can stay, the empty one too.

        Always up to as many: none if there are more than `most`. Those of some kinds are among
        those of more kinds, in the same order.
        """
        if kinds not in self._listed:
            wide, some = self._widest, set(kinds)
            if wide is not None and some <= wide[0]:
                self._listed[kinds] = [
                    each for each in wide[1] if all(kind in some for kind, _ in each)
                ]
            else:
                self._listed[kinds] = listed = self._list(kinds, most)
                if listed is not None and (wide is None or len(wide[0]) < len(some)):
                    self._widest = some, listed
        return self._listed[kinds]

    def _list(self, kinds: tuple[int, ...], most: int) -> list[Pattern] | None:
        listed: list[Pattern] = []
        stack: list[tuple[int, int, Pattern]] = [(EMPTY, 0, ())]
        while stack:
            group, first, pattern = stack.pop()
            listed.append(pattern)
            if len(listed) > most:
                return None
            known = self._steps[group]
            for at in range(first, len(kinds)):
                kind = kinds[at]
                larger = known[kind] if kind in known else self.step(group, kind)
                if larger != INFEASIBLE:
                    stack.append((larger, at, _with_one_more(pattern, kind)))
        return listed

    def largest_patterns(self, kinds: tuple[int, ...], most: int) -> list[Pattern] | None:
        """List the patterns of these kinds to which none of them can be added.

        None where more than `most` groups, as many for the same kinds, would have to be looked at.
        """
        if kinds not in self._largest:
            self._largest[kinds] = self._list_largest(kinds, most)
        return self._largest[kinds]

    def _list_largest(self, kinds: tuple[int, ...], most: int) -> list[Pattern] | None:
        listed: list[Pattern] = []
        stack: list[tuple[int, int, Pattern]] = [(EMPTY, 0, ())]
        for _ in range(most):
            if not stack:
                return listed
            group, first, pattern = stack.pop()
            known = self._steps[group]
            larger = [known[kind] if kind in known else self.step(group, kind) for kind in kinds]
            if max(larger, default=INFEASIBLE) == INFEASIBLE:
                listed.append(pattern)
            for at in range(first, len(kinds)):
                if larger[at] != INFEASIBLE:
                    stack.append((larger[at], at, _with_one_more(pattern, kinds[at])))
        return None


def _with_one_more(pattern: Pattern, kind: int) -> Pattern:
    if pattern and pattern[-1][0] == kind:
        return (*pattern[:-1], (kind, pattern[-1][1] + 1))
    return (*pattern, (kind, 1))


class Kinds:
    """The kinds of a round's units, and an automaton for each set of rooms.

    Whoever solves a part of the round in another process is sent the kinds, and judges anew.

    Parameters
    ----------
    states
        What a unit of each kind asks.

    Attributes
    ----------
    people
        ``(n_kinds,) int64``: how many people a unit of each kind is.
    """

    def __init__(self, states: Sequence[GroupState]) -> None:
        self._states = list(states)
        self.people: Ints = np.array([each.who.people() for each in states], np.int64)
        self._automata: dict[tuple[Lodging, bool], RoomAutomaton] = {}

    def __reduce__(self) -> tuple[type[Kinds], tuple[list[GroupState]]]:
        """Leave out what was judged: it is many times as large."""
        return Kinds, (self._states,)

    def automaton(self, lodging: Lodging, *, exclusive: bool) -> RoomAutomaton:
        """Return the automaton of some rooms."""
        key = lodging, exclusive
        if key not in self._automata:
            self._automata[key] = RoomAutomaton(lodging, exclusive=exclusive, kinds=self._states)
        return self._automata[key]


def kinds_of(units: Sequence[tuple[Party, ...]]) -> tuple[Kinds, Ints]:
    """Tell the kinds of units apart; return them, and the number of each unit's."""
    judged = [state_of(unit) for unit in units]
    number = {kind: at for at, kind in enumerate(dict.fromkeys(judged))}
    return Kinds(list(number)), np.array([number[each] for each in judged], np.int64)
