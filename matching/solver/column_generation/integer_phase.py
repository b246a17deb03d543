"""The integer phase: a good solution from the columns, then the proof that none is better.

The restricted master heuristic chooses among the columns whose reduced cost is near the best. For
the proof, reduced-cost fixing leaves only pairs that a better solution may use; they go into the
compact model, whose optimum, or the incumbent, is then the optimum.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Ints
from matching.solver.column_generation.incumbent import Incumbent
from matching.solver.column_generation.lagrangian import LagrangianSolution
from matching.solver.column_generation.reduced_cost_fixing import columns_within, unfixed_pairs
from matching.solver.compact.model import CompactModel
from matching.solver.duals import SCALE
from matching.solver.highs import Choice
from matching.solver.pricing.pricer import Pricer

SLICE_SECONDS = 20.0
"""Longest run of a choice among columns…"""

SHARE_OF_A_SLICE = 0.3
"""…or this share of the time that is left, if that is more."""

PAIRS_A_SECOND = 2_000
"""HiGHS looks at the clock too seldom to be given more pairs than this for each second left."""

LARGEST_FOR_FLOATS = 10**11
"""Points from which the margin for rounding in `highs` is a hundred points: no proof is left.

From here on CP-SAT chooses, which takes longer and counts in whole numbers."""

LOSSES = (0.002, 0.02)
"""Columns whose reduced cost is this far below the best of their slot, as a share of a typical
pair's points, are chosen among first, then second."""

LAST_LOSS = 0.2
"""The same share, where a proof has to wait for a better incumbent."""


class IntegerPhase:
    """Improves the incumbent, and proves it, from the Lagrangian solution of the best bound.

    Parameters
    ----------
    tolerance
        A choice among columns may be this far from the best one, as a share of its points.
    """

    def __init__(self, incumbent: Incumbent, pricer: Pricer, tolerance: float) -> None:
        self.incumbent = incumbent
        self.pool = incumbent.pool
        self.control = incumbent.control
        self.instance = incumbent.instance
        self.pricer = pricer
        self._tolerance = tolerance
        points = self.instance.points
        self._typical = float(np.median(points)) if len(points) else 0.0

    def restricted_master_heuristic(self, best: LagrangianSolution) -> None:
        """Choose among the columns of nearly the best reduced cost, then among more."""
        for loss in LOSSES:
            self._choose_columns(best, loss)

    def prove(self, best: LagrangianSolution) -> None:
        """Search all that fixing leaves; if that is too much, first find a better incumbent."""
        if not self._choose_pairs(best):
            self._choose_columns(best, LAST_LOSS)
            self._choose_pairs(best)

    def _slice(self) -> float:
        return max(SLICE_SECONDS, SHARE_OF_A_SLICE * self.control.left)

    def _gap(self, relaxed: LagrangianSolution) -> float:
        """Return the points between the Lagrangian bound and the incumbent."""
        return relaxed.scaled_bound / SCALE - self.incumbent.points

    def _choose_columns(self, best: LagrangianSolution, loss: float) -> None:
        """Choose among the columns that lose at most this share, and those in use."""
        seconds = min(self._slice(), self.control.left)
        if self.incumbent.done or self._gap(best) < loss * self._typical:
            return
        near = columns_within(self.pool, best, loss * self._typical)
        liked = [pair for column in near for pair in self.pool.groups[column]]
        pairs = np.unique(np.array([*liked, *self.incumbent.pairs], np.int64))
        if len(pairs) > PAIRS_A_SECOND * seconds:
            return
        tolerance = self._tolerance * self.incumbent.points
        choice = self._choose(pairs, seconds, tolerance)
        if choice is not None:
            self.incumbent.update(pairs[list(choice.chosen)].tolist())
        self.incumbent.report("polish")

    def _choose(self, pairs: Ints, seconds: float, tolerance: float = 0.0) -> Choice | None:
        """Choose among some pairs, ``(n,) int64`` in order, by HiGHS as far as floats go."""
        start = np.flatnonzero(np.isin(pairs, self.incumbent.pairs)).tolist()
        compact = CompactModel(self.instance.restricted_to(pairs))
        if self.incumbent.bound < LARGEST_FOR_FLOATS:
            return compact.maximise_by_highs(start, self.control, seconds, tolerance)
        return compact.maximise_by_cp_sat(start, self.control, seconds)

    def _choose_pairs(self, relaxed: LagrangianSolution) -> bool:
        """Choose among all pairs that a better solution may use; false when they are too many."""
        if self.incumbent.done:
            return True
        pairs = unfixed_pairs(self.incumbent, self.pricer, relaxed)
        if pairs is None:
            return False
        choice = self._choose(pairs, self.control.left)
        if choice is not None:
            self.incumbent.update(pairs[list(choice.chosen)].tolist())
            self.incumbent.tighten(max(choice.bound, self.incumbent.points))
        self.incumbent.report("proof")
        return True
