"""Duals of units and linking rows, kept as whole fractions of a point.

The dual of a row is what one more of it would be worth: a unit's is what it costs to use the unit,
a linking row's what each use of a limit costs. Kept as integers, they prove bounds exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints, Reals

SCALE = 512
"""Duals and reduced costs are kept in this fraction of a point, as whole numbers."""

LARGEST_DUAL = 2**59
"""The highest dual: nobody could pay it, and what is reckoned with it does not overflow."""


@dataclass(frozen=True, eq=False)
class Duals:
    """A dual for each unit and each linking row, in `SCALE` of a point.

    Those of linking rows are never negative; those of units are where every unit must have a slot.

    Parameters
    ----------
    unit
        ``(n_units,) int64``.
    linking
        ``(n_rows,) int64``, one a linking row.
    """

    unit: Ints
    linking: Ints

    def towards(self, other: Duals, share: float) -> Duals:
        """Return the point that lies a share (0 to 1) of the way to other duals."""
        return Duals(
            *(
                np.rint(mine + share * (theirs - mine)).astype(np.int64)
                for mine, theirs in ((self.unit, other.unit), (self.linking, other.linking))
            )
        )


def make_duals(unit: Reals, linking: Reals, *, everyone: bool = False) -> Duals:
    """Round duals in points to whole fractions of a point.

    Parameters
    ----------
    unit, linking
        ``(n_units,)`` and ``(n_rows,) float64``.
    everyone
        Whether every unit must have a slot: then its dual may be negative.
    """
    least = -LARGEST_DUAL if everyone else 0
    return Duals(whole_duals(unit * SCALE, least), whole_duals(linking * SCALE))


def whole_duals(scaled: Reals, least: int = 0) -> Ints:
    """Round duals in `SCALE` of a point, and keep them from the least to `LARGEST_DUAL`."""
    return np.rint(np.clip(scaled, least, LARGEST_DUAL)).astype(np.int64)
