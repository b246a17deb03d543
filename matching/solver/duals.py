"""Prices of units and limits, kept as whole fractions of a point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints, Reals

SCALE = 512
"""Prices and profits are kept in this fraction of a point, as whole numbers."""

MOST = 2**59
"""The highest price: nobody could pay it, and what is reckoned with it does not overflow."""


@dataclass(frozen=True, eq=False)
class Prices:
    """A price for each unit and each limit, in `SCALE` of a point, never negative."""

    unit: Ints
    limit: Ints

    def towards(self, other: Prices, share: float) -> Prices:
        """Go a share of the way to other prices."""
        return Prices(
            *(
                np.rint(mine + share * (theirs - mine)).astype(np.int64)
                for mine, theirs in ((self.unit, other.unit), (self.limit, other.limit))
            )
        )


def make_prices(unit: Reals, limit: Reals) -> Prices:
    """Round prices in points to whole fractions."""
    return Prices(*(whole_prices(each * SCALE) for each in (unit, limit)))


def whole_prices(scaled: Reals) -> Ints:
    """Round prices in `SCALE` of a point, and keep them from 0 to `MOST`."""
    return np.rint(np.clip(scaled, 0, MOST)).astype(np.int64)
