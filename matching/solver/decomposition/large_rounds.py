"""Large rounds: components and neighbourhoods, solved apart, on any executor.

Components are solved to the end. Where a round is too large to be proven at once, duals are found
for the whole, and prove its bound; neighbourhoods choose who goes where, from the incumbent on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np

from matching.arrays import Ints
from matching.solver.control import GLANCE_SECONDS, Control, ShouldStop
from matching.solver.decomposition.neighbourhoods import cut_out, neighbourhoods, preferred_pairs
from matching.solver.decomposition.parts import Part
from matching.solver.gap_closing.integer_phase import choose
from matching.solver.gap_closing.lagrangian import LagrangianSolution
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.instance import Instance

log = logging.getLogger(__name__)

BEDS = (120, 240, 480, 720)
"""Beds of a neighbourhood, pass by pass."""

LAST_PASSES = 12
"""Passes after these, with the largest, each across the borders of the one before."""

LITTLE = 0.05
"""A pass that gains less than this share of the gap is the last; while a proof would have too many
pairs, or somebody more could come, all sizes have to have been before."""

PASSES_OF_WHO = 2
"""Passes before a proof where nobody must have a slot, unless somebody more could come: a better
incumbent spares it hardly any pair there, and larger neighbourhoods take as long as the proof."""

MOST_PAIRS = 4_000
"""Pairs of a neighbourhood that are chosen among, those that lose least…"""

PASSES_OF_WHERE = 2
"""Passes, where all must have a slot, before a choice among near pairs of the whole: it gains more
than larger neighbourhoods, in less time."""

SLICE_SECONDS = 5.0
"""…for so long at most."""

SHARE_OF_THE_WAY = 0.05
"""Share of the time in which results come back from an executor."""


@dataclass(frozen=True, eq=False)
class Task:
    """What one worker is sent: a component to solve, or a neighbourhood to choose in.

    Parameters
    ----------
    start
        The pairs of a valid solution of the part.
    seconds
        Time limit; 0 leaves the part as it is.
    """

    instance: Instance
    start: list[int]
    seconds: float
    seed: int
    is_neighbourhood: bool = False


@dataclass(frozen=True, eq=False)
class PartResult:
    """What one worker sends back: the pairs of a solution of the part, and a bound."""

    pairs: list[int]
    bound: int


def solve_part(task: Task, should_stop: ShouldStop | None = None) -> PartResult:
    """Solve a part: a component to the end, a neighbourhood among its pairs only."""
    if task.seconds <= 0:
        return unsolved(task)
    control = Control(task.seconds, task.seed, should_stop=should_stop)
    bound = task.instance.trivial_bound()
    if not task.is_neighbourhood:
        return PartResult(*GapClosing(task.instance, task.start, bound, control).run())
    choice = choose(task.instance, task.start, bound, control, task.seconds)
    return unsolved(task) if choice is None else PartResult(list(choice.chosen), bound)


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


def solve_neighbourhoods(
    run: GapClosing, relaxed: LagrangianSolution, executor: Executor | None
) -> None:
    """Choose neighbourhood by neighbourhood, larger ones each time, until little is gained.

    Parameters
    ----------
    run
        The whole, with an incumbent to begin from.
    relaxed
        The solution at its best duals.
    executor
        Where to choose; one after the other, here, if none.
    """
    control, incumbent = run.control, run.incumbent
    lost = run.integer_phase.losses(relaxed)
    chance = np.random.default_rng(control.seed)
    for number, most_beds in enumerate(chain(BEDS, repeat(BEDS[-1], LAST_PASSES)), 1):
        if incumbent.done:
            break
        before = incumbent.points
        _choose_once(run, relaxed, lost, most_beds, chance, executor)
        incumbent.report("neighbourhoods")
        if number == PASSES_OF_WHERE and run.instance.everyone:
            run.integer_phase.choose_nearest(relaxed)
        little = incumbent.points - before < LITTLE * (incumbent.bound - incumbent.points)
        provable = run.integer_phase.can_prove(relaxed) and not _somebody_could_come(run)
        enough = provable and number >= PASSES_OF_WHO and not run.instance.everyone
        if enough or (little and (provable or number >= len(BEDS))):
            break


def _somebody_could_come(run: GapClosing) -> bool:
    """Return whether the gap leaves room for one more unit: a proof hardly finds it a place."""
    gap = run.incumbent.bound - run.incumbent.points
    return not run.instance.everyone and gap >= int(run.instance.points.min(initial=gap + 1))


def _choose_once(
    run: GapClosing,
    relaxed: LagrangianSolution,
    lost: Ints,
    most_beds: int,
    chance: np.random.Generator,
    executor: Executor | None,
) -> None:
    """Cut the round once, and choose in each neighbourhood."""
    control, chosen = run.control, run.incumbent.pairs
    preferred = preferred_pairs(run.instance, lost, chosen)
    of_slot = neighbourhoods(run.instance, lost, preferred, most_beds, chance)
    cut = cut_out(run.instance, of_slot, preferred, relaxed, lost, chosen, MOST_PAIRS)
    tasks = (
        Task(
            part.instance,
            start,
            0.0 if control.over else min(SLICE_SECONDS, control.left),
            control.seed,
            is_neighbourhood=True,
        )
        for part, start in cut
    )
    for (part, _), result in zip(cut, solve_apart(tasks, control, executor), strict=True):
        merge_part(run, part, result)


def merge_part(run: GapClosing, part: Part, result: PartResult) -> None:
    """Put the part's solution in place of what its units had, if the whole gains and may."""
    instance = run.instance
    incumbent = np.array(run.incumbent.pairs, np.int64)
    others = incumbent[~np.isin(instance.unit[incumbent], part.units)]
    pairs = np.sort(np.concatenate([others, part.pairs[result.pairs]]))
    used = instance.linking.use_of(pairs.tolist())
    if all(use <= instance.linking.rhs[row] for row, use in used.items()):
        run.incumbent.update(pairs.tolist())
