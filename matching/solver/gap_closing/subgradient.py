"""The subgradient method: better duals by small steps down the Lagrangian bound.

The bound is a convex function of the duals, and what is left of each row (units once, limits) is
a subgradient of it: duals rise where too many come, and fall where something is left. Steps have
the length that would reach a target a little below the best bound (Polyak); when that target proves
too low, the next one is nearer. Each direction keeps some of the one before, so that the path does
not zigzag (Camerini, Fratta and Maffioli).
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Reals
from matching.solver.duals import LARGEST_DUAL, SCALE, Duals, whole_duals
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.instance import Instance

TARGET_REDUCTION = 0.6
"""The next target is nearer to the best bound by this factor…"""

PATIENCE = 10
"""…when so many steps in a row have not gained enough."""

SUFFICIENT_GAIN = 0.02
"""A gain is enough when it is at least this share of the distance to the target."""

DEFLECTION = 0.7
"""The share of the direction before that is added to the subgradient."""


class SubgradientMethod:
    """A walk from some duals towards those of the lowest Lagrangian bound.

    Parameters
    ----------
    target_gap
        How far below the first bound the first target lies, as a share of it.
    free
        Whether duals of units may be negative.
    """

    def __init__(self, duals: Duals, target_gap: float, *, free: bool = False) -> None:
        least = -float(LARGEST_DUAL) if free else 0.0
        self._least = np.concatenate(
            [np.full(len(duals.unit), least), np.zeros(len(duals.linking))]
        )
        self._first_target_gap = target_gap
        self._units = len(duals.unit)
        self._point: Reals = np.concatenate([duals.unit, duals.linking]).astype(np.float64)
        self._best_point = self._point
        self._best_bound: float = np.inf
        self._direction = np.zeros(len(self._point))
        self._target_gap = 0.0
        self._idle = 0

    @property
    def duals(self) -> Duals:
        """The duals to price at next."""
        unit, linking = self._point[: self._units], self._point[self._units :]
        least = int(self._least.min(initial=0))
        return Duals(whole_duals(unit, least), whole_duals(linking))

    def step(self, relaxed: LagrangianSolution, subgradient: Reals, incumbent_points: int) -> None:
        """Go one step on from the present duals.

        Parameters
        ----------
        relaxed
            The Lagrangian solution at the present duals.
        subgradient
            ``(n_units + n_rows,) float64``: what it leaves of each row; negative where too much
            is used.
        incumbent_points
            No bound is lower, so no target is.
        """
        self._update_target(relaxed.scaled_bound)
        lowest = self._point <= self._least
        subgradient = np.where(lowest & (subgradient > 0), 0, subgradient)
        direction = subgradient + DEFLECTION * self._direction
        self._direction = np.where(lowest & (direction > 0), 0, direction)
        target = max(incumbent_points * SCALE, self._best_bound - self._target_gap)
        length = max(1.0, (subgradient * subgradient).sum(), (subgradient * self._direction).sum())
        self._point = np.maximum(
            self._least, self._point - (relaxed.scaled_bound - target) / length * self._direction
        )

    def _update_target(self, bound: int) -> None:
        """Note a better bound; after many idle steps go back to the best, with a nearer target."""
        if not np.isfinite(self._best_bound):
            self._target_gap = self._first_target_gap * bound
        gain = self._best_bound - bound
        self._idle = 0 if gain > SUFFICIENT_GAIN * self._target_gap else self._idle + 1
        if gain > 0:
            self._best_bound, self._best_point = bound, self._point
        if self._idle >= PATIENCE:
            self._target_gap *= TARGET_REDUCTION
            self._idle = 0
            self._point = self._best_point
            self._direction = np.zeros(len(self._point))


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
