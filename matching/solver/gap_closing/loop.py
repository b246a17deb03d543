"""Closing the gap between bound and incumbent, until they meet.

1. First duals, and a bound, come from the flow.
2. The linear relaxation over mixes gives duals near the best, and the pairs that it uses are few to
   choose among. Where there are too many pairs for it, subgradient steps improve the first duals.
3. The integer phase chooses among near pairs, and proves the choice over all that fixing leaves.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Ints
from matching.solver.compact.relaxation import relax
from matching.solver.control import Control
from matching.solver.duals import SCALE, Duals, make_duals
from matching.solver.flow_bound import flow_bound
from matching.solver.gap_closing.incumbent import Incumbent
from matching.solver.gap_closing.integer_phase import IntegerPhase
from matching.solver.gap_closing.lagrangian import LagrangianSolution, solve_lagrangian
from matching.solver.gap_closing.subgradient import SubgradientMethod, subgradient_at
from matching.solver.instance import Instance
from matching.solver.pricing.pricer import Pricer

STEPS_FORGOTTEN = 0.75
"""What this first share of the steps uses counts for nothing: duals are too far off."""

NEAR, FAR = 2, 30
"""How long the first step is, as a multiple of the points of a typical pair, for each of its first
bound that is open: where all must have a slot, those who hardly fit are far from their duals."""

STEPS_A_REPORT = 20
"""How often the caller hears of the steps."""

FEWEST_STEPS, MOST_STEPS, ROWS_A_STEP = 50, 800, 4
"""Steps on the way to a proof: one for so many units and slots, within these limits."""

SHARE_OF_A_STAGE = 0.6
"""Steps may take this share of the time, and each relaxation this share of what is left then; the
rest is for choosing."""


def steps_for(instance: Instance) -> int:
    """Return how many steps to take: the more units and slots, the more."""
    rows = len(instance.units) + len(instance.slots)
    return min(MOST_STEPS, max(FEWEST_STEPS, rows // ROWS_A_STEP))


class GapClosing:
    """Closes the gap on one instance, from a valid solution on.

    Parameters
    ----------
    start
        The pairs of a valid solution.
    bound
        Points that no solution exceeds.

    Attributes
    ----------
    duals
        Those of the best bound that was priced; none before.
    """

    def __init__(
        self,
        instance: Instance,
        start: list[int],
        bound: int,
        control: Control,
    ) -> None:
        self.instance = instance
        self.control = control
        self.pricer = Pricer(instance, lambda: control.over)
        self.incumbent = Incumbent(instance, start, bound, control)
        self.duals: Duals | None = None
        self._lowest: int | None = None
        self.integer_phase = IntegerPhase(self.incumbent, self.pricer)

    def run(self) -> tuple[list[int], int]:
        """Improve the start until proven or out of time; return the pairs, and a bound."""
        self.finish(self.best_duals(self.initial_duals()))
        return self.incumbent.pairs, self.incumbent.bound

    def finish(self, best: LagrangianSolution) -> None:
        """Prove the incumbent at the best duals, or find a better one."""
        self.integer_phase.prove(best)

    def best_duals(self, duals: Duals) -> LagrangianSolution:
        """Take the duals of the relaxation over mixes; where it is too large, those of steps."""
        return self.relax_mixes() or self.improve_duals(duals)

    def initial_duals(self) -> Duals:
        """Take duals, and a first bound, from the flow; duals of 0 where there is none."""
        linking = np.zeros(len(self.instance.linking.rhs))
        flow = flow_bound(self.instance)
        if flow is None:
            return make_duals(np.zeros(len(self.instance.units)), linking)
        self.incumbent.primal_heuristic(flow.whole.tolist(), self.instance.points)
        self.incumbent.tighten(flow.bound)
        self.incumbent.report("bound")
        return make_duals(flow.unit_duals, linking, everyone=self.instance.everyone)

    def solve_lagrangian(self, duals: Duals) -> LagrangianSolution:
        """Price all slots at these duals; whatever bound they prove is kept."""
        relaxed = solve_lagrangian(self.pricer, duals)
        self.incumbent.tighten(relaxed.bound)
        if self._lowest is None or relaxed.scaled_bound < self._lowest:
            self.duals, self._lowest = duals, relaxed.scaled_bound
        return relaxed

    def improve_duals(self, duals: Duals) -> LagrangianSolution:
        """Take subgradient steps, and choose among what they use, if that is not too much."""
        best, used = self.take_steps(duals)
        self.integer_phase.choose_used(used)
        return best

    def take_steps(self, duals: Duals) -> tuple[LagrangianSolution, Ints]:
        """Take subgradient steps.

        Returns
        -------
        tuple[LagrangianSolution, Ints]
            The solution of the best bound on the way, and ``(n,) int64``: the pairs used at last,
            those used most often first.
        """
        best = relaxed = self.solve_lagrangian(duals)
        free, length = self.instance.everyone, self._first_length()
        subgradient_method = SubgradientMethod(duals, length, free=free)
        used = np.zeros(len(self.instance.unit), np.int64)
        began, within = self.control.seconds, max(1e-3, SHARE_OF_A_STAGE * self.control.left)
        steps, step, gone = steps_for(self.instance), 0, 0.0
        while gone < 1 and not self.incumbent.done:
            subgradient_method.step(subgradient_at(self.instance, relaxed), gone)
            relaxed = self.solve_lagrangian(subgradient_method.duals)
            best = min(best, relaxed, key=lambda each: each.scaled_bound)
            if gone >= STEPS_FORGOTTEN:
                used[relaxed.pairs] += 1
            if step % STEPS_A_REPORT == 0:
                self.incumbent.report("prices")
            step += 1
            gone = max(step / steps, (self.control.seconds - began) / within)
        order = np.argsort(-used, kind="stable")[: np.count_nonzero(used)]
        self.incumbent.primal_heuristic(order.tolist(), best.pair_reduced_cost)
        return best, order

    def _first_length(self) -> float:
        """Return how long a first step is: the longer, the more the first duals leave open."""
        points, incumbent = self.instance.points, self.incumbent
        left = (incumbent.bound - incumbent.points) / max(1, incumbent.bound)
        reach = FAR if self.instance.everyone else NEAR
        return float(reach * left * np.median(points) * SCALE) if len(points) else 0.0

    def relax_mixes(self) -> LagrangianSolution | None:
        """Solve the relaxation, and choose among what it uses; none if it is large, or takes long.

        Proves a bound with its duals.
        """
        if self.incumbent.done:
            return None
        seconds = SHARE_OF_A_STAGE * self.control.left
        relaxation = relax(self.instance, self.control, seconds, self.incumbent.pairs)
        if relaxation is None:
            return None
        best = self.solve_lagrangian(relaxation.duals)
        self.integer_phase.cuts = relaxation.cuts
        self.incumbent.primal_heuristic(relaxation.used.tolist(), best.pair_reduced_cost)
        self.integer_phase.choose_used_and_near(relaxation.used, best)
        self.incumbent.report("mixes")
        return best
