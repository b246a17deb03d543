"""Patterns of units that slots with the same rooms can hold, written down to be summed up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.arrays import Ints
from matching.solver.room_automaton import Pattern

NOBODY = 0
"""The cell of a row that stands for no unit at all."""


@dataclass(frozen=True, eq=False)
class PatternSet:
    """The patterns that slots of one sort can hold.

    Parameters
    ----------
    most
        ``(n_kinds,) int64``: how many units of each kind the largest pattern has.
    first
        ``(n_kinds,) int64``: the cell of one unit; the cells of two, three… follow.
    cells
        ``(n_patterns, n_kinds of the largest) int64``: the cells to add up for each pattern, filled
        up with `NOBODY`.
    """

    most: Ints
    first: Ints
    cells: Ints

    @property
    def n_cells(self) -> int:
        """Cells in a slot's row."""
        return 1 + int(self.most.sum())

    @cached_property
    def counts(self) -> Ints:
        """How many units each cell of a row stands for, ``(n_cells,) int64``."""
        each = [np.arange(1, count + 1) for count in self.most.tolist()]
        return np.concatenate([np.zeros(1, np.int64), *each])


def make_pattern_set(listed: list[Pattern], people: Ints, least: int) -> PatternSet:
    """Write down the patterns of enough people.

    Parameters
    ----------
    people
        ``(n_kinds,) int64``: how many people a unit of each kind is.
    least
        How many people a pattern has at least.
    """
    highest = [0] * len(people)
    for pattern in listed:
        for kind, count in pattern:
            highest[kind] = max(highest[kind], count)
    most = np.array(highest, np.int64)
    first = 1 + np.cumsum(most) - most
    heads: list[int] = people.tolist()
    large = [
        pattern
        for pattern in listed
        if pattern and sum([heads[kind] * count for kind, count in pattern]) >= least
    ]
    cells = np.full((len(large), max(map(len, large), default=0)), NOBODY)
    before: list[int] = (first - 1).tolist()
    for row, pattern in enumerate(large):
        cells[row, : len(pattern)] = [before[kind] + count for kind, count in pattern]
    return PatternSet(most, first, cells)
