"""Rows that a relaxation over mixes breaks, found as they are needed.

Within a kind, whoever stays in a slot are an independent set of a uniform matroid: of any so many
of them no more come than the chosen mixes hold, each at most so many. Of all sets as large, the one
with the largest shares breaks its row most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.arrays import Ints, Reals
from matching.solver.linear_model import Term

BROKEN = 1e-4
"""A row is broken when so much more comes than it lets."""


@dataclass(frozen=True, eq=False)
class OfOneKind:
    """The pairs of the units of one kind in a slot, and how many of them each mix holds.

    Parameters
    ----------
    pairs
        ``(n,) int64``.
    mixes, holds
        ``(m,) int64``: the variables of the mixes with this kind, and how many each holds.
    """

    pairs: Ints
    mixes: Ints
    holds: Ints

    def row(self, some: Ints) -> list[Term]:
        """Write that of some of the pairs no more come than mixes hold: at most 0."""
        held = -np.minimum(self.holds, len(some))
        return [
            *((1, pair) for pair in some.tolist()),
            *zip(held.tolist(), self.mixes.tolist(), strict=True),
        ]

    @cached_property
    def _held(self) -> Ints:
        """How many of one, of two, of three… each mix holds, ``(n_sizes, m) int64``."""
        several = np.arange(1, min(self.holds.max(), len(self.pairs) - 1) + 1)
        return np.minimum(several[:, None], self.holds)

    def broken(self, values: Reals) -> Iterator[Ints]:
        """Yield the sets of pairs, in order, whose rows are broken at some values."""
        come = values[self.pairs]
        order = np.argsort(-come, kind="stable")
        held = self._held @ values[self.mixes]
        over = np.cumsum(come[order])[: len(held)] - held
        for count in np.flatnonzero(over > BROKEN).tolist():
            yield np.sort(self.pairs[order[: count + 1]])


def broken_rows(of_kinds: Sequence[OfOneKind], values: Reals) -> list[tuple[OfOneKind, Ints]]:
    """List the sets of pairs whose rows are broken at some values; where nobody comes, none is."""
    if not of_kinds:
        return []
    counts = np.array([len(each.pairs) for each in of_kinds])
    come = np.add.reduceat(
        values[np.concatenate([each.pairs for each in of_kinds])], np.cumsum(counts) - counts
    )
    some = np.flatnonzero((come >= BROKEN) & (counts > 1)).tolist()
    return [(of_kinds[at], cut) for at in some for cut in of_kinds[at].broken(values)]
