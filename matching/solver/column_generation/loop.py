"""The column generation loop: duals lead to columns, columns to duals, until bound and value meet.

1. First duals come from the flow bound, and subgradient steps make them better. The groups of the
   last steps become columns.
2. The restricted master over the columns gives new duals. Stabilised between these and those of
   the best bound, slots are priced again; and so on.
3. The integer phase chooses among the columns, and proves the choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.solver.column_generation.column_pool import ColumnPool
from matching.solver.column_generation.incumbent import Incumbent
from matching.solver.column_generation.integer_phase import IntegerPhase
from matching.solver.column_generation.lagrangian import LagrangianSolution, solve_lagrangian
from matching.solver.column_generation.restricted_master import RestrictedMaster
from matching.solver.column_generation.stabilisation import Stabilisation
from matching.solver.column_generation.subgradient import SubgradientMethod, subgradient_at
from matching.solver.control import Control
from matching.solver.duals import SCALE, Duals, make_duals
from matching.solver.flow_bound import flow_bound
from matching.solver.instance import Instance
from matching.solver.pricing.pricer import Pricer

STEPS_FORGOTTEN = 0.75
"""The groups of this first share of the steps make no columns: duals are still too far off."""

STEPS_A_REPORT = 20
"""How often the caller hears of the steps."""

FEWEST_STEPS, MOST_STEPS, ROWS_A_STEP = 50, 400, 10
"""Steps on the way to a proof: one for so many units and slots, within these limits."""

SHARE_OF_A_STAGE = 0.6
"""Steps may take this share of the time, and columns this share of what is left then; the rest is
for choosing."""


@dataclass(frozen=True)
class Effort:
    """How far to go.

    Parameters
    ----------
    steps
        Subgradient steps before the restricted master.
    target_gap
        How far below the first bound the steps aim, as a share of it.
    lp_gap
        Columns are no more generated when the restricted master's value is this near to the bound,
        as a share of it.
    mip_gap
        A choice among columns may be this far from the best one, as a share of its points.
    """

    steps: int
    target_gap: float = 0.02
    lp_gap: float = 5e-6
    mip_gap: float = 0.0


def full_effort(instance: Instance) -> Effort:
    """Aim at a proof: the more units and slots, the more steps."""
    rows = len(instance.units) + len(instance.slots)
    return Effort(steps=min(MOST_STEPS, max(FEWEST_STEPS, rows // ROWS_A_STEP)))


class ColumnGeneration:
    """One run of column generation on an instance.

    Parameters
    ----------
    start
        The pairs of a valid solution.
    bound
        Points that no solution exceeds.
    effort
        How far to go; to a proof unless told.
    """

    def __init__(
        self,
        instance: Instance,
        start: list[int],
        bound: int,
        control: Control,
        effort: Effort | None = None,
    ) -> None:
        self.instance = instance
        self.effort = effort or full_effort(instance)
        self.control = control
        self.pricer = Pricer(instance, lambda: control.over)
        self.pool = ColumnPool(instance)
        self.incumbent = Incumbent(instance, self.pool, start, bound, control)
        self.integer_phase = IntegerPhase(self.incumbent, self.pricer, self.effort.mip_gap)

    def run(self) -> tuple[list[int], int]:
        """Improve the start until proven or out of time; return the pairs, and a bound."""
        self.integer_phase.prove(self.improve(self.initial_duals()))
        return self.incumbent.pairs, self.incumbent.bound

    def improve(self, duals: Duals) -> LagrangianSolution:
        """Improve duals and incumbent, without the proof; return the solution of the best bound."""
        best = self.generate_columns(self.improve_duals(duals))
        self.integer_phase.restricted_master_heuristic(best)
        return best

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

    def price(self, duals: Duals) -> tuple[LagrangianSolution, int]:
        """Price all slots at these duals; return the best groups, and how many columns are new."""
        relaxed = self._solve_lagrangian(duals)
        return relaxed, self._keep_columns(relaxed)

    def _solve_lagrangian(self, duals: Duals) -> LagrangianSolution:
        relaxed = solve_lagrangian(self.pricer, duals)
        self.incumbent.tighten(relaxed.bound)
        return relaxed

    def _keep_columns(self, relaxed: LagrangianSolution) -> int:
        return self.pool.add(self.pool.groups_of(relaxed.pairs.tolist()))

    def improve_duals(self, duals: Duals) -> LagrangianSolution:
        """Take subgradient steps; return the solution of the best bound on the way."""
        steps = self.effort.steps
        subgradient_method = SubgradientMethod(
            duals, self.effort.target_gap, free=self.instance.everyone
        )
        best = relaxed = self._solve_lagrangian(duals)
        reserve = self.control.left * (1 - SHARE_OF_A_STAGE)
        for step in range(steps):
            subgradient = subgradient_at(self.instance, relaxed)
            subgradient_method.step(relaxed, subgradient, self.incumbent.points)
            relaxed = self._solve_lagrangian(subgradient_method.duals)
            best = min(best, relaxed, key=lambda each: each.scaled_bound)
            if step >= STEPS_FORGOTTEN * steps:
                self._keep_columns(relaxed)
            if step % STEPS_A_REPORT == 0:
                self.incumbent.report("prices")
            if self.incumbent.done or self.control.left < reserve:
                break
        self.incumbent.primal_heuristic(best.pairs.tolist(), best.pair_reduced_cost)
        return best

    def generate_columns(self, best: LagrangianSolution) -> LagrangianSolution:
        """Generate columns until the restricted master's value meets the bound; return the best."""
        self._keep_columns(best)
        used: list[int] = []
        master = RestrictedMaster(self.pool)
        reserve = self.control.left * (1 - SHARE_OF_A_STAGE)
        stabilisation = Stabilisation()
        while not self.incumbent.done and self.control.left > reserve:
            solved = master.solve(self.control.left)
            if solved is None:
                break
            value, master_duals = solved
            used = master.columns_in_use()
            if best.scaled_bound / SCALE - value <= self.effort.lp_gap * max(1.0, value):
                break
            relaxed, new = self.price(stabilisation.smoothed(master_duals, best.duals))
            raw, more = self.price(master_duals)
            if min(relaxed.scaled_bound, raw.scaled_bound) < best.scaled_bound:
                best = min(relaxed, raw, key=lambda each: each.scaled_bound)
            elif not new + more and not stabilisation.relax():
                break
            self.incumbent.report("columns")
        liked = [pair for column in used for pair in self.pool.groups[column]]
        self.incumbent.primal_heuristic(liked, best.pair_reduced_cost)
        return best
