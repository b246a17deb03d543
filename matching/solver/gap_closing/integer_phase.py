"""The integer phase: a good solution from near pairs, then the proof that none is better.

First HiGHS chooses among the pairs that lose little at the best duals. For the proof, reduced-cost
fixing leaves only pairs that a better solution may use, and tells which units it must; they go into
the compact model, whose optimum, or the incumbent, is then the optimum.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.arrays import Ints
from matching.solver.compact.model import CompactModel
from matching.solver.control import Control
from matching.solver.duals import SCALE
from matching.solver.gap_closing.incumbent import Incumbent
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.gap_closing.reduced_cost_fixing import losses, sure_units
from matching.solver.highs import Choice
from matching.solver.instance import Instance
from matching.solver.pricing.pricer import Pricer

SLICE_SECONDS = 6.0
"""Longest run of a choice among near pairs…"""

SHARE_OF_A_SLICE = 0.3
"""…or this share of the time that is left, if that is more."""

PAIRS_A_SECOND = 2_000
"""HiGHS looks at the clock too seldom to be given more pairs than this for each second left."""

LARGEST_FOR_FLOATS = 10**11
"""Points from which the margin for rounding in `highs` is ten points: no proof is left.

From here on CP-SAT chooses, which takes longer and counts in whole numbers."""

SHARE_OF_THE_GAP = 0.01
"""How exact a choice among the pairs that a relaxation uses is: neighbourhoods find the rest."""

NEAR_PAIRS_A_UNIT = 2
"""Pairs a unit that are chosen among beside those, where all must have a slot…"""

MOST_USED = 4_000
"""…as long as there are no more than so many at once; neighbourhoods see to more."""

LOSSES = (0.2, 0.4, 0.8)
"""Where a proof has to wait for a better incumbent, pairs that lose at most this much, as a share
of a typical pair's points, are chosen among: the nearest first, then more."""

MOST_PAIRS = 60_000
"""Pairs chosen among for a proof; more would take too long…"""

MANY_PAIRS = 20_000
"""…and with more than these, a better incumbent has to come before…"""

FEW_PAIRS = 3_000
"""…with more than these, a little better one: a proof begun from it takes less."""


class IntegerPhase:
    """Improves the incumbent, and proves it, from the Lagrangian solution of the best bound.

    Attributes
    ----------
    cuts
        Sets of pairs whose rows the relaxation broke: the proof is told them too.
    """

    def __init__(self, incumbent: Incumbent, pricer: Pricer) -> None:
        self.incumbent = incumbent
        self.control = incumbent.control
        self.instance = incumbent.instance
        self.pricer = pricer
        points = self.instance.points
        self._typical = float(np.median(points)) if len(points) else 0.0
        self.cuts: tuple[Ints, ...] = ()
        self._lost: tuple[LagrangianSolution, Ints] | None = None

    def losses(self, best: LagrangianSolution) -> Ints:
        """Return what each pair costs a solution at least: counted once for the same duals."""
        if self._lost is None or self._lost[0] is not best:
            self._lost = best, losses(self.pricer, best)
        return self._lost[1]

    def choose_used_and_near(self, used: Ints, best: LagrangianSolution) -> None:
        """Choose among the pairs that a relaxation uses, and for where also those that lose least.

        Where all must have a slot, what the relaxation uses leaves little choice.
        """
        near = NEAR_PAIRS_A_UNIT * len(self.instance.units)
        if self.instance.everyone and near < len(self.instance.unit):
            more = np.union1d(used, np.argpartition(self.losses(best), near)[:near])
            used = more if len(more) <= MOST_USED else used
        self.choose_used(used)

    def choose_used(self, used: Ints) -> None:
        """Choose among the pairs that a relaxation, or steps, use, and those in use."""
        if not self.incumbent.done and len(used) <= MOST_USED:
            pairs = np.union1d(used, np.array(self.incumbent.pairs, np.int64))
            gap = self.incumbent.bound - self.incumbent.points
            self._improve(pairs, SHARE_OF_A_SLICE * self.control.left, SHARE_OF_THE_GAP * gap)

    def pairs_left(self, best: LagrangianSolution) -> int:
        """Return how many pairs a better solution may use; 0 when there is nothing to improve."""
        if self.incumbent.done:
            return 0
        return int((self.losses(best) <= self._gap(best)).sum())

    def is_far(self, best: LagrangianSolution) -> bool:
        """Return whether it pays to find a better incumbent before the proof."""
        return self.pairs_left(best) > FEW_PAIRS

    def can_prove(self, best: LagrangianSolution) -> bool:
        """Return whether what a better solution may use is few enough for a proof."""
        return self.pairs_left(best) <= MANY_PAIRS

    def prove(self, best: LagrangianSolution) -> None:
        """Search all that fixing leaves; if that is too much, first find a better incumbent."""
        if self.incumbent.done:
            return
        self.choose_nearest(best)
        self._choose_unfixed(best)

    def choose_nearest(self, best: LagrangianSolution) -> None:
        """Choose among near pairs, then among more, unless all can be proven at once."""
        for share in LOSSES:
            points = self.incumbent.points
            self._choose_near(best, share)
            if self.incumbent.points == points:
                break

    def _slice(self) -> float:
        return max(SLICE_SECONDS, SHARE_OF_A_SLICE * self.control.left)

    def _gap(self, relaxed: LagrangianSolution) -> int:
        """Return what lies between the Lagrangian bound and the incumbent, in `SCALE`."""
        return relaxed.scaled_bound - SCALE * self.incumbent.points

    def _choose_near(self, best: LagrangianSolution, share: float) -> None:
        """Choose among the pairs that lose at most this share, and those in use."""
        loss = int(share * self._typical * SCALE)
        if not self.can_prove(best) and self._gap(best) >= loss:
            self._improve(self._within(self.losses(best), loss), self._slice())

    def _improve(self, pairs: Ints, seconds: float, tolerance: float = 0.0) -> None:
        """Take over the best choice among some pairs, ``(n,) int64`` in order, if not too many.

        Parameters
        ----------
        seconds
            Time limit.
        tolerance
            Points by which it may be worse than the best.
        """
        seconds = min(seconds, self.control.left)
        if len(pairs) > PAIRS_A_SECOND * seconds:
            return
        choice = self._choose(pairs, seconds, tolerance)
        if choice is not None:
            self.incumbent.update(pairs[list(choice.chosen)].tolist())
        self.incumbent.report("polish")

    def _within(self, lost: Ints, loss: int) -> Ints:
        """List the pairs that lose at most so much, and those in use, ``(n,) int64`` in order."""
        within = lost <= loss
        within[self.incumbent.pairs] = True
        return np.flatnonzero(within)

    def _choose(
        self,
        pairs: Ints,
        seconds: float,
        tolerance: float = 0.0,
        *,
        cuts: Sequence[Ints] = (),
        sure: Sequence[int] = (),
    ) -> Choice | None:
        """Choose among some pairs, ``(n,) int64`` in order."""
        start = np.flatnonzero(np.isin(pairs, self.incumbent.pairs)).tolist()
        compact = CompactModel(self.instance.restricted_to(pairs), cuts=cuts, sure=sure)
        bound = self.incumbent.bound
        return _choose_in(compact, start, bound, self.control, seconds, tolerance)

    def _cuts_among(self, pairs: Ints) -> list[Ints]:
        """Return what is left of each cut among some pairs, by their numbers there."""
        number = np.full(len(self.instance.unit), -1)
        number[pairs] = np.arange(len(pairs))
        left = (number[cut] for cut in self.cuts)
        return [some[some >= 0] for some in left if some.max() >= 0]

    def _choose_unfixed(self, relaxed: LagrangianSolution) -> None:
        """Choose among all pairs that a better solution may use, unless they are too many."""
        if self.incumbent.done:
            return
        pairs = self._within(self.losses(relaxed), self._gap(relaxed))
        if len(pairs) > min(MOST_PAIRS, PAIRS_A_SECOND * self.control.left):
            return
        sure = sure_units(relaxed, self._gap(relaxed)).tolist()
        cuts = self._cuts_among(pairs)
        choice = self._choose(pairs, self.control.left, cuts=cuts, sure=sure)
        if choice is not None:
            self.incumbent.update(pairs[list(choice.chosen)].tolist())
            self.incumbent.tighten(max(choice.bound, self.incumbent.points))
        self.incumbent.report("proof")


def choose(
    instance: Instance, start: list[int], bound: int, control: Control, seconds: float
) -> Choice | None:
    """Choose among the pairs of an instance, by HiGHS as far as floats go."""
    return _choose_in(CompactModel(instance), start, bound, control, seconds)


def _choose_in(
    compact: CompactModel,
    start: list[int],
    bound: int,
    control: Control,
    seconds: float,
    tolerance: float = 0.0,
) -> Choice | None:
    if bound < LARGEST_FOR_FLOATS:
        return compact.maximise_by_highs(start, control, seconds, tolerance)
    return compact.maximise_by_cp_sat(start, control, seconds)
