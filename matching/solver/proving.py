"""One question of a round: the best pairs for its points, and how good they are proven to be."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

from matching.solver.column_generation.loop import ColumnGeneration
from matching.solver.control import Control
from matching.solver.decomposition.large_rounds import solve_components, solve_regions
from matching.solver.decomposition.parts import components
from matching.solver.instance import Instance

MANY_PAIRS = 20_000
"""From here on it pays to look for components."""

LARGEST_SHARE = 0.8
"""A round is solved by components when none has more of its pairs."""

MANY_UNITS = 8_000
"""From here on duals come from subgradient steps alone, and regions choose who goes where."""


@dataclass(frozen=True)
class Proof:
    """The pairs of a solution, in order, its points, and points that no solution exceeds."""

    pairs: list[int]
    points: int
    bound: int


def prove(
    instance: Instance, start: list[int], control: Control, executor: Executor | None
) -> Proof:
    """Find the most points, from the pairs of a valid solution on, as far as time goes."""
    pairs, bound = _prove(instance, start, control, executor)
    return Proof(pairs, int(instance.points[pairs].sum()), bound)


def _prove(
    instance: Instance, start: list[int], control: Control, executor: Executor | None
) -> tuple[list[int], int]:
    points = int(instance.points[start].sum())
    bound = instance.trivial_bound()
    control.report("start", points, bound)
    if points == bound or control.over:
        return start, bound
    return _by_size(instance, start, bound, control, executor)


def _by_size(
    instance: Instance,
    start: list[int],
    bound: int,
    control: Control,
    executor: Executor | None,
) -> tuple[list[int], int]:
    """Solve components apart, large rounds by regions, and others at once."""
    if executor is not None or len(instance.unit) > MANY_PAIRS:
        parts = components(instance)
        if max(len(part.pairs) for part in parts) < LARGEST_SHARE * len(instance.unit):
            return solve_components(instance, parts, start, control, executor)
    run = ColumnGeneration(instance, start, bound, control)
    if len(instance.units) > MANY_UNITS and instance.linking.is_only_use:
        return solve_regions(run, executor)
    return run.run()
