"""Large rounds: components and regions, solved apart, on any executor.

Components are solved to the end. For regions, duals are found for the whole, and prove its bound;
regions only choose who goes where at these duals. Where they meet, the next cut of the map, across
the lines of the one before, mends the solution.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints
from matching.solver.control import GLANCE_SECONDS, Control, ShouldStop
from matching.solver.decomposition.parts import Part, regions
from matching.solver.duals import Duals
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.gap_closing.loop import Effort, GapClosing
from matching.solver.instance import Instance

log = logging.getLogger(__name__)

UNITS_A_REGION = 1_500
"""Regions this small are solved in seconds."""

REGIONAL = Effort(steps=60, target_gap=0.002, relaxes=False, mip_gap=1e-4)
"""A region starts from good duals, and need not be proven."""

SHARE_OF_THE_WAY = 0.05
"""Share of the time in which results come back from an executor."""

PASSES = 4
"""Cuts of the map, each across the lines of the one before."""


@dataclass(frozen=True, eq=False)
class Task:
    """What one worker is sent: a component, or a region with duals to begin from.

    Parameters
    ----------
    start
        The pairs of a valid solution of the part.
    seconds
        Time limit; 0 leaves the part as it is.
    duals
        For a region: what the whole's duals are for its units and linking rows.
    """

    instance: Instance
    start: list[int]
    seconds: float
    seed: int
    duals: Duals | None = None


@dataclass(frozen=True, eq=False)
class PartResult:
    """What one worker sends back: the pairs of a solution of the part, and a bound."""

    pairs: list[int]
    bound: int


def solve_part(task: Task, should_stop: ShouldStop | None = None) -> PartResult:
    """Solve a part: to the end, or from good duals to a good solution."""
    if task.seconds <= 0:
        return unsolved(task)
    control = Control(task.seconds, task.seed, should_stop=should_stop)
    bound = task.instance.trivial_bound()
    if task.duals is None:
        return PartResult(*GapClosing(task.instance, task.start, bound, control).run())
    run = GapClosing(task.instance, task.start, bound, control, REGIONAL)
    run.improve(task.duals)
    return PartResult(run.incumbent.pairs, run.incumbent.bound)


def unsolved(task: Task) -> PartResult:
    """Return the result that leaves a part as it was."""
    return PartResult(task.start, task.instance.trivial_bound())


def solve_apart(
    tasks: Iterable[Task], control: Control, executor: Executor | None
) -> Iterator[PartResult]:
    """Solve each part, one after the other or wherever the executor works.

    When time is up, or the caller stops, parts that no worker has sent back stay as they were.
    """
    if executor is None:
        yield from (solve_part(task, lambda: control.cancelled) for task in tasks)
        return
    sent = [(task, _send(task, executor)) for task in tasks]
    for task, future in sent:
        while not future.done() and not control.over:
            wait([future], timeout=GLANCE_SECONDS)
        if control.over:
            future.cancel()
        yield unsolved(task) if _is_lost(future) else future.result()


def _send(task: Task, executor: Executor) -> Future[PartResult]:
    """Give a part to an executor; one that has broken down refuses."""
    try:
        return executor.submit(solve_part, task)
    except BrokenExecutor as error:
        refused: Future[PartResult] = Future()
        refused.set_exception(error)
        return refused


def _is_lost(future: Future[PartResult]) -> bool:
    """Return whether no result came back; a worker may also die, or be stopped with the caller."""
    if not future.done() or future.cancelled():
        return True
    error = future.exception()
    if error is not None:
        log.warning("A worker was lost: its part stays as it was.", exc_info=error)
    return error is not None


def time_shares(parts: list[Part], seconds: float, executor: Executor | None) -> list[float]:
    """Share seconds out by pairs; on an executor, each part has all but for the way back."""
    total = max(1, sum(len(part.pairs) for part in parts))
    if executor is not None:
        return [seconds * (1 - SHARE_OF_THE_WAY) for _ in parts]
    return [seconds * len(part.pairs) / total for part in parts]


def solve_components(
    instance: Instance,
    parts: list[Part],
    start: list[int],
    control: Control,
    executor: Executor | None,
) -> tuple[list[int], int]:
    """Solve components to the end; their solutions and bounds add up.

    Parameters
    ----------
    parts
        The components of the instance.
    start
        The pairs of a valid solution of the whole.
    executor
        Where to solve them; one after the other, here, if none.

    Returns
    -------
    tuple[list[int], int]
        The pairs of a solution of the whole, in order, and a bound on its points.
    """
    parts = sorted(parts, key=lambda part: -len(part.pairs))
    shares = time_shares(parts, control.left, executor)
    tasks = (
        Task(part.instance, part.own(start), 0.0 if control.over else seconds, control.seed)
        for part, seconds in zip(parts, shares, strict=True)
    )
    pairs = set(start)
    bound = instance.trivial_bound()
    for part, result in zip(parts, solve_apart(tasks, control, executor), strict=True):
        pairs -= set(part.pairs.tolist())
        pairs |= set(part.pairs[result.pairs].tolist())
        bound += result.bound - part.instance.trivial_bound()
        control.report("components", int(instance.points[list(pairs)].sum()), bound)
    return sorted(pairs), bound


def solve_regions(
    run: GapClosing, executor: Executor | None, units_a_region: int = UNITS_A_REGION
) -> tuple[list[int], int]:
    """Find duals for the whole, then choose region by region, for several cuts of the map.

    Parameters
    ----------
    run
        The whole, not begun.
    executor
        Where to solve the regions; one after the other, here, if none.

    Returns
    -------
    tuple[list[int], int]
        The pairs of the incumbent, and the bound that the duals prove.
    """
    control = run.control
    relaxed, _ = run.take_steps(run.initial_duals())
    for cut in range(PASSES):
        if control.over or run.incumbent.points >= run.incumbent.bound:
            break
        parts = regions(run.instance, preferred_slots(run, relaxed), units_a_region, cut % 2)
        seconds = control.left / (PASSES - cut)
        for part, result in _regional(run, relaxed, parts, seconds, executor):
            merge_part(run, part, result)
            control.report("regions", run.incumbent.points, run.incumbent.bound)
    return run.incumbent.pairs, run.incumbent.bound


def _regional(
    run: GapClosing,
    relaxed: LagrangianSolution,
    parts: list[Part],
    seconds: float,
    executor: Executor | None,
) -> Iterator[tuple[Part, PartResult]]:
    control = run.control
    duals = relaxed.duals
    incumbent = run.incumbent.pairs
    tasks = (
        Task(
            part.instance,
            part.own(incumbent),
            0.0 if control.over else share,
            control.seed,
            Duals(duals.unit[part.units], duals.linking[part.rows]),
        )
        for part, share in zip(parts, time_shares(parts, seconds, executor), strict=True)
    )
    return zip(parts, solve_apart(tasks, control, executor), strict=True)


def preferred_slots(run: GapClosing, relaxed: LagrangianSolution) -> Ints:
    """Return for each unit a slot, ``(n_units,) int64``.

    It is where the incumbent has the unit, or its pin, or else where its reduced cost is largest.
    """
    instance = run.instance
    best = np.full(len(instance.units), relaxed.pair_reduced_cost.min(initial=0))
    np.maximum.at(best, instance.unit, relaxed.pair_reduced_cost)
    where = np.flatnonzero(relaxed.pair_reduced_cost == best[instance.unit])
    slot_of = np.zeros(len(instance.units), np.int64)
    slot_of[instance.unit[where]] = instance.slot[where]
    incumbent = np.array(run.incumbent.pairs, np.int64)
    slot_of[instance.unit[incumbent]] = instance.slot[incumbent]
    for unit, slot in instance.pins.items():
        slot_of[unit] = slot
    return slot_of


def merge_part(run: GapClosing, part: Part, result: PartResult) -> None:
    """Put the part's solution in place of what its units had, if the whole gains and may."""
    instance = run.instance
    incumbent = np.array(run.incumbent.pairs, np.int64)
    others = incumbent[~np.isin(instance.unit[incumbent], part.units)]
    pairs = np.sort(np.concatenate([others, part.pairs[result.pairs]]))
    used = instance.linking.use_of(pairs.tolist())
    if all(use <= instance.linking.rhs[row] for row, use in used.items()):
        run.incumbent.update(pairs.tolist())
