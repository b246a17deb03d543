"""Stabilisation: pricing between the restricted master's duals and those of the best bound.

While columns are few, the duals of the restricted master jump from one solve to the next. A point
nearer to the stability centre, where the best bound was found, leads to better columns and bounds
(Wentges' smoothing).
"""

from __future__ import annotations

from matching.solver.duals import Duals

SMOOTHING = 0.2
"""How far from the restricted master's duals to stay, as a share of the way to the centre."""

LEAST_SMOOTHING = SMOOTHING / 8
"""Below this, the restricted master's duals are taken as they are."""


class Stabilisation:
    """Smooths duals, and less and less where that leads to nothing new."""

    def __init__(self) -> None:
        self._smoothing = SMOOTHING

    def smoothed(self, duals: Duals, centre: Duals) -> Duals:
        """Return the point to price at: some of the way from the master's duals to the centre."""
        return duals.towards(centre, self._smoothing)

    def relax(self) -> bool:
        """Smooth half as much from here on; return false when nothing was smoothed any more."""
        if not self._smoothing:
            return False
        self._smoothing = 0.0 if self._smoothing < LEAST_SMOOTHING else self._smoothing / 2
        return True
