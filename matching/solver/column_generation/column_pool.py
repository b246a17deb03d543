"""Columns of the master problem: groups found so far, and what each brings and uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from matching.solver.instance import Group, Instance
from matching.solver.linking_rows import Limits


class Columns:
    """Groups found so far, each with its points and what it uses of each limit."""

    def __init__(self, instance: Instance, limits: Limits) -> None:
        self.instance = instance
        self.limits = limits
        self.groups: list[Group] = []
        self.points: list[int] = []
        self.uses: list[dict[int, int]] = []
        self._known: set[Group] = set()
        by_pair = np.argsort(limits.pair, kind="stable")
        self._limited = limits.pair[by_pair]
        self._row = limits.row[by_pair]
        self._used = limits.uses[by_pair]

    def add(self, groups: Iterable[Group]) -> int:
        """Add the groups that are new and say how many were."""
        before = len(self.groups)
        for group in groups:
            if group and group not in self._known:
                self._known.add(group)
                self.groups.append(group)
                self.points.append(int(self.instance.points[list(group)].sum()))
                self.uses.append(self.uses_of(group))
        return len(self.groups) - before

    def uses_of(self, group: Group) -> dict[int, int]:
        """Sum up what some pairs use of each limit."""
        uses: defaultdict[int, int] = defaultdict(int)
        firsts = np.searchsorted(self._limited, group)
        lasts = np.searchsorted(self._limited, group, side="right")
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
            for at in range(first, last):
                uses[int(self._row[at])] += int(self._used[at])
        return dict(uses)

    def units(self, column: int) -> list[int]:
        """Tell who is in a column."""
        units: list[int] = self.instance.unit[list(self.groups[column])].tolist()
        return units

    def slot(self, column: int) -> int:
        """Tell which slot a column uses."""
        return int(self.instance.slot[self.groups[column][0]])

    def of(self, pairs: Iterable[int]) -> list[Group]:
        """Collect chosen pairs into groups."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for pair in pairs:
            groups[int(self.instance.slot[pair])].append(pair)
        return [tuple(sorted(group)) for group in groups.values()]
