"""The column pool: the groups found so far, each a column of the master problem.

A column is who stays together in one slot; it is used once, or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matching.solver.instance import Group, Instance


class ColumnPool:
    """Groups found so far, by number, each with its coefficients in the master.

    Attributes
    ----------
    groups
        The pairs of each column.
    points
        Its objective coefficient.
    linking_use
        Its coefficients in the linking rows, by row; rows that it does not use are left out.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.linking = instance.linking
        self.groups: list[Group] = []
        self.points: list[int] = []
        self.linking_use: list[dict[int, int]] = []
        self._known: set[Group] = set()

    def add(self, groups: Iterable[Group]) -> int:
        """Add the groups that are new; return how many were."""
        before = len(self.groups)
        for group in groups:
            if group and group not in self._known:
                self._known.add(group)
                self.groups.append(group)
                self.points.append(int(self.instance.points[list(group)].sum()))
                self.linking_use.append(self.linking.use_of(group))
        return len(self.groups) - before

    def units(self, column: int) -> list[int]:
        """Return the units of a column."""
        units: list[int] = self.instance.unit[list(self.groups[column])].tolist()
        return units

    def slot(self, column: int) -> int:
        """Return the slot of a column."""
        return int(self.instance.slot[self.groups[column][0]])

    def groups_of(self, pairs: Iterable[int]) -> list[Group]:
        """Collect chosen pairs into one group a slot."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for pair in pairs:
            groups[int(self.instance.slot[pair])].append(pair)
        return [tuple(sorted(group)) for group in groups.values()]
