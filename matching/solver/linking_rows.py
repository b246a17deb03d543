"""Linking rows: the limits of the round, the constraints that join slots beyond the units.

Each is ``Σ coefficient × chosen ≤ rhs`` over pairs. `limits` says which there are; group rules are
no such rows, since they hold slot by slot, within a group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.arrays import Ints
from matching.limits import Coefficient, Limit
from matching.problem import Slot

LARGEST_RHS = 2**62
"""More than anybody could use; larger right sides are cut to it."""


@dataclass(frozen=True, eq=False)
class LinkingRows:
    """Rows over the whole round, one entry a use, ordered by pair.

    Parameters
    ----------
    row, pair, coefficient
        ``(n_uses,) int64``: which pair uses how much of which row; below 0 it gives some.
    rhs
        ``(n_rows,) int64``: how much of each may be used in all; below 0 so much must be given.
    n_pairs
        How many pairs there are, those that use nothing included.
    """

    row: Ints
    pair: Ints
    coefficient: Ints
    rhs: Ints
    n_pairs: int

    def cost_of_pairs(self, duals: Ints) -> Ints:
        """Return what each pair pays for what it uses, ``(n_pairs,) int64``.

        Parameters
        ----------
        duals
            ``(n_rows,) int64``.
        """
        cost = np.zeros(self.n_pairs, np.int64)
        np.add.at(cost, self.pair, duals[self.row] * self.coefficient)
        return cost

    def given_by_pairs(self) -> Ints:
        """Return how much each pair gives to rows that ask for some, ``(n_pairs,) int64``."""
        given = np.zeros(self.n_pairs, np.int64)
        asked = self.rhs[self.row] < 0
        np.subtract.at(given, self.pair[asked], self.coefficient[asked])
        return given

    def use_of(self, pairs: Iterable[int]) -> dict[int, int]:
        """Sum up what some pairs use of each row; rows that none uses are left out."""
        uses: defaultdict[int, int] = defaultdict(int)
        for pair in pairs:
            for at in range(self._first[pair], self._first[pair + 1]):
                uses[int(self.row[at])] += int(self.coefficient[at])
        return dict(uses)

    @cached_property
    def _first(self) -> Ints:
        """Where the uses of each pair begin, and the end, ``(n_pairs + 1,) int64``."""
        used = np.bincount(self.pair, minlength=self.n_pairs)
        return np.concatenate([[0], np.cumsum(used)])

    def restricted_to(self, pairs: Ints) -> LinkingRows:
        """Return the same rows over only these pairs, in order, numbered anew."""
        kept = np.flatnonzero(np.isin(self.pair, pairs))
        return LinkingRows(
            row=self.row[kept],
            pair=np.searchsorted(pairs, self.pair[kept]),
            coefficient=self.coefficient[kept],
            rhs=self.rhs,
            n_pairs=len(pairs),
        )

    def breakable(self, unit: Ints) -> Ints:
        """Return the rows that some choice breaks if each unit goes somewhere, ``(n,) int64``.

        Parameters
        ----------
        unit
            ``(n_pairs,) int64``: the unit of each pair.
        """
        most = np.zeros(len(self.rhs), np.int64)
        user = unit[self.pair]
        order = np.lexsort((user, self.row))
        first = np.flatnonzero(
            np.diff(self.row[order], prepend=-1) | np.diff(user[order], prepend=-1)
        )
        if len(first):
            used = np.maximum.reduceat(np.maximum(self.coefficient[order], 0), first)
            np.add.at(most, self.row[order][first], used)
        return np.flatnonzero(most > self.rhs)

    def only(self, rows: Ints) -> LinkingRows:
        """Return some of the rows, in order, numbered anew."""
        new = np.full(len(self.rhs), -1)
        new[rows] = np.arange(len(rows))
        kept = np.flatnonzero(new[self.row] >= 0)
        return LinkingRows(
            row=new[self.row[kept]],
            pair=self.pair[kept],
            coefficient=self.coefficient[kept],
            rhs=self.rhs[rows],
            n_pairs=self.n_pairs,
        )


def make_linking_rows(
    limits: Sequence[Limit], counted: Mapping[Coefficient, Ints], slots: Sequence[Slot], first: Ints
) -> LinkingRows:
    """Write limits as rows over pairs.

    Parameters
    ----------
    counted
        For each coefficient of a limit, that of each pair, ``(n_pairs,) int64``.
    first
        ``(n_slots + 1,) int64``: where the pairs of each slot begin, and the end.
    """
    place = {slot.id: at for at, slot in enumerate(slots)}
    none = np.zeros(0, np.int64)
    pairs = [none]
    used = [none]
    for limit in limits:
        each = counted[limit.coefficient]
        within = np.arange(len(each))
        if limit.slots is not None:
            inside = [within[first[place[slot]] : first[place[slot] + 1]] for slot in limit.slots]
            within = np.concatenate([none, *inside])
        pairs.append(within[each[within] != 0])
        used.append(each[pairs[-1]])
    row = np.repeat(np.arange(len(limits)), [len(each) for each in used[1:]])
    pair, coefficient = np.concatenate(pairs), np.concatenate(used)
    order = np.lexsort((row, pair))
    return LinkingRows(
        row=row[order],
        pair=pair[order],
        coefficient=coefficient[order],
        rhs=np.array([min(limit.rhs, LARGEST_RHS) for limit in limits], np.int64),
        n_pairs=int(first[-1]),
    )
