"""Linking rows: the limits of the round, the constraints that join slots beyond the units.

Each is ``Σ coefficient × chosen ≤ rhs`` over pairs; group rules are no such rows, since they hold
slot by slot, within a column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints
from matching.solver.instance import Instance

INTERPRETERS = "\0interpreters"
KEPT = "\0kept"
"""Names of the rows that belong to no farm; no farm is called so."""


@dataclass(frozen=True, eq=False)
class LinkingRows:
    """Rows over the whole round: farm limits, interpreters, and previous pairs that must stay.

    Those that must stay are written as a limit on the negative.

    Parameters
    ----------
    names
        One a row: a farm, or the names above.
    row, pair, coefficient
        ``(n_uses,) int64``, one entry a use: which pair uses how much of which row.
    rhs
        ``(n_rows,) int64``: how much of each may be used in all.
    """

    names: tuple[str, ...]
    row: Ints
    pair: Ints
    coefficient: Ints
    rhs: Ints

    def cost_of_pairs(self, duals: Ints, n_pairs: int) -> Ints:
        """Return what each pair pays for what it uses, ``(n_pairs,) int64``.

        Parameters
        ----------
        duals
            ``(n_rows,) int64``.
        """
        cost = np.zeros(n_pairs, np.int64)
        np.add.at(cost, self.pair, duals[self.row] * self.coefficient)
        return cost


def make_linking_rows(instance: Instance) -> LinkingRows:
    """Write the limits of the round as rows; those that cannot be broken are left out."""
    rows = [
        (farm, pairs, instance.parties[instance.unit[pairs]], limit)
        for farm, pairs, limit in _pairs_of_limited_farms(instance)
    ]
    if instance.problem.interpreter_limit is not None:
        pairs = np.flatnonzero(instance.interpreters)
        used = instance.interpreters[pairs]
        rows.append((INTERPRETERS, pairs, used, instance.problem.interpreter_limit))
    if instance.kept_needed:
        pairs = np.flatnonzero(instance.kept)
        rows.append((KEPT, pairs, -instance.kept[pairs], -instance.kept_needed))
    rows = [each for each in rows if each[3] < 0 or each[2].sum() > each[3]]
    none = np.zeros(0, np.int64)
    return LinkingRows(
        names=tuple(name for name, _, _, _ in rows),
        row=np.repeat(np.arange(len(rows)), [len(pairs) for _, pairs, _, _ in rows]),
        pair=np.concatenate([none, *(pairs for _, pairs, _, _ in rows)]),
        coefficient=np.concatenate([none, *(uses for _, _, uses, _ in rows)]),
        rhs=np.array([rhs for *_, rhs in rows], np.int64),
    )


def _pairs_of_limited_farms(instance: Instance) -> list[tuple[str, Ints, int]]:
    slots: dict[str, list[Ints]] = {}
    for at, slot in enumerate(instance.slots):
        if slot.farm in instance.problem.farm_limits:
            pairs = np.arange(instance.first[at], instance.first[at + 1])
            slots.setdefault(slot.farm, []).append(pairs)
    limits = instance.problem.farm_limits
    return [(farm, np.concatenate(pairs), limits[farm]) for farm, pairs in sorted(slots.items())]
