"""The subgradient method: better duals by small steps down the Lagrangian bound.

The bound is a convex function of the duals, and what is left of each row (units once, limits) is
a subgradient of it: duals rise where too many come, and fall where something is left. Steps are
long at first and fall geometrically (Goffin): long ones bring duals near that lie far off, as those
of units that hardly fit anywhere do, short ones end near the lowest bound. Each direction is the
mean of those before, the last ones most, so that the path does not zigzag.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Reals
from matching.solver.duals import LARGEST_DUAL, Duals, whole_duals
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.instance import Instance

LAST_LENGTH = 2e-4
"""How long the last step is, as a share of the first."""

KEPT = 0.9
"""The share of the direction before that is kept."""

MOST_BEYOND = 3
"""Where any may stay without a slot, a row counts as this much beyond its limits at most: at first
a hundred slots may want the same unit, and one step would take its dual far beyond all points."""


class SubgradientMethod:
    """A walk from some duals towards those of the lowest Lagrangian bound.

    Parameters
    ----------
    length
        By how much the first step changes the dual of a row of which one is left.
    free
        Whether duals of units may be negative.
    """

    def __init__(self, duals: Duals, length: float, *, free: bool = False) -> None:
        least = -float(LARGEST_DUAL) if free else 0.0
        self._least = np.concatenate(
            [np.full(len(duals.unit), least), np.zeros(len(duals.linking))]
        )
        self._most = np.inf if free else MOST_BEYOND
        self._length = length
        self._units = len(duals.unit)
        self._point: Reals = np.concatenate([duals.unit, duals.linking]).astype(np.float64)
        self._direction = np.zeros(len(self._point))

    @property
    def duals(self) -> Duals:
        """The duals to price at next."""
        unit, linking = self._point[: self._units], self._point[self._units :]
        least = int(self._least.min(initial=0))
        return Duals(whole_duals(unit, least), whole_duals(linking))

    def step(self, subgradient: Reals, gone: float) -> None:
        """Go one step on from the present duals.

        Parameters
        ----------
        subgradient
            ``(n_units + n_rows,) float64``: what the solution at the present duals leaves of each
            row; negative where too much is used.
        gone
            How much of the way is behind, from 0 to 1.
        """
        counted = np.clip(subgradient, -self._most, self._most)
        self._direction = KEPT * self._direction + (1 - KEPT) * counted
        length = self._length * LAST_LENGTH**gone
        self._point = np.maximum(self._least, self._point - length * self._direction)


def subgradient_at(instance: Instance, relaxed: LagrangianSolution) -> Reals:
    """Return what the best groups leave of each unit (one) and of each linking row's right side."""
    linking = instance.linking
    used = np.bincount(instance.unit[relaxed.pairs], minlength=len(instance.units))
    taken = np.zeros(len(instance.unit))
    taken[relaxed.pairs] = 1
    limited = np.bincount(
        linking.row, weights=linking.coefficient * taken[linking.pair], minlength=len(linking.rhs)
    )
    return np.concatenate([1 - used, linking.rhs - limited])
