"""One question of a round: the best pairs for its points, and how good they are proven to be."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from matching.solver.control import Control
from matching.solver.decomposition.large_rounds import solve_components, solve_neighbourhoods
from matching.solver.decomposition.parts import components
from matching.solver.duals import Duals
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.instance import Instance
from matching.solver.pricing.pricer import Pricer

MANY_PAIRS = 20_000
"""From here on it pays to look for components."""

LARGEST_SHARE = 0.8
"""A round is solved by components when none has more of its pairs."""


@dataclass(frozen=True)
class Proof:
    """The pairs of a solution, in order, its points, and points that no solution exceeds.

    Parameters
    ----------
    priced
        A pricer, and the duals of the best bound that it has proven; none where the whole was not
        priced.
    """

    pairs: list[int]
    points: int
    bound: int
    priced: tuple[Pricer, Duals] | None = None


def prove(
    instance: Instance, start: list[int], control: Control, executor: Executor | None
) -> Proof:
    """Find the most points, from the pairs of a valid solution on, as far as time goes."""
    points = int(instance.points[start].sum())
    bound = instance.trivial_bound()
    control.report("start", points, bound)
    if points == bound or control.over:
        return Proof(start, points, bound)
    if executor is not None or len(instance.unit) > MANY_PAIRS:
        parts = components(instance)
        if max(len(part.pairs) for part in parts) < LARGEST_SHARE * len(instance.unit):
            pairs, bound = solve_components(instance, parts, start, control, executor)
            return Proof(pairs, int(instance.points[pairs].sum()), bound)
    run = GapClosing(instance, start, bound, control)
    best = run.best_duals(run.initial_duals())
    if run.integer_phase.is_far(best):
        solve_neighbourhoods(run, best, executor)
    run.finish(best)
    priced = None if run.duals is None else (run.pricer, run.duals)
    return Proof(run.incumbent.pairs, run.incumbent.points, run.incumbent.bound, priced)
