"""Large rounds: components and regions, solved apart, on any executor.

Components are solved to the end. For regions, prices are found for the whole, and prove its bound;
regions only choose who goes where at these prices. Where they meet, the next cut of the map, across
the lines of the one before, mends the answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass

import numpy as np

from matching.arrays import Ints
from matching.solver.column_generation.lagrangian import Offer
from matching.solver.column_generation.loop import ColumnGeneration, Effort
from matching.solver.control import GLANCE_SECONDS, Control, ShouldStop
from matching.solver.decomposition.parts import Part, regions
from matching.solver.duals import Prices
from matching.solver.instance import Instance

log = logging.getLogger(__name__)

UNITS_A_REGION = 1_500
"""Regions this small are solved in seconds."""

REGIONAL = Effort(steps=60, hope=0.002, close=5e-5, tolerance=1e-4)
"""A region starts from good prices, and need not be proven."""

SHARE_OF_THE_WAY = 0.05
"""Share of the time in which answers come back from an executor."""

PASSES = 4
"""Cuts of the map, each across the lines of the one before."""


@dataclass(frozen=True, eq=False)
class Task:
    """What one worker is sent: a component, or a region with the prices of its units and limits.

    Limits go by name, since a region has those of its own farms only.
    """

    instance: Instance
    start: list[int]
    seconds: float
    seed: int
    prices: tuple[Ints, dict[str, int]] | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """What one worker sends back: pairs and a bound."""

    pairs: list[int]
    bound: int


def solve_part(task: Task, should_stop: ShouldStop | None = None) -> Answer:
    """Solve a part: to the end, or from good prices to a good answer."""
    if task.seconds <= 0:
        return unsolved(task)
    control = Control(task.seconds, task.seed, should_stop=should_stop)
    bound = task.instance.easy_bound()
    if task.prices is None:
        return Answer(*ColumnGeneration(task.instance, task.start, bound, control).run())
    unit_price, limit_price = task.prices
    run = ColumnGeneration(task.instance, task.start, bound, control, REGIONAL)
    limits = [limit_price.get(name, 0) for name in run.limits.names]
    run.improve(Prices(unit_price, np.array(limits, np.int64)))
    return Answer(run.standing.pairs, run.standing.bound)


def unsolved(task: Task) -> Answer:
    """Leave a part as it was."""
    return Answer(task.start, task.instance.easy_bound())


def solve_apart(
    tasks: Iterable[Task], control: Control, executor: Executor | None
) -> Iterator[Answer]:
    """Solve each part, one after the other or wherever the executor works.

    When time is up, or the caller stops, parts that no worker has answered stay as they were.
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


def _send(task: Task, executor: Executor) -> Future[Answer]:
    """Give a part to an executor; one that has broken down refuses."""
    try:
        return executor.submit(solve_part, task)
    except BrokenExecutor as error:
        refused: Future[Answer] = Future()
        refused.set_exception(error)
        return refused


def _is_lost(future: Future[Answer]) -> bool:
    """Tell whether no answer came back; a worker may also die, or be stopped with the caller."""
    if not future.done() or future.cancelled():
        return True
    error = future.exception()
    if error is not None:
        log.warning("A worker was lost: its part stays as it was.", exc_info=error)
    return error is not None


def seconds_of(parts: list[Part], seconds: float, executor: Executor | None) -> list[float]:
    """Share out the time by pairs; on an executor, each has all of it but for the way back."""
    total = max(1, sum(len(part.pairs) for part in parts))
    if executor is not None:
        return [seconds * (1 - SHARE_OF_THE_WAY) for _ in parts]
    return [seconds * len(part.pairs) / total for part in parts]


def by_components(
    instance: Instance,
    parts: list[Part],
    start: list[int],
    control: Control,
    executor: Executor | None,
) -> tuple[list[int], int]:
    """Solve components to the end; their answers and bounds add up."""
    parts = sorted(parts, key=lambda part: -len(part.pairs))
    shares = seconds_of(parts, control.left, executor)
    tasks = (
        Task(part.instance, part.own(start), 0.0 if control.over else seconds, control.seed)
        for part, seconds in zip(parts, shares, strict=True)
    )
    pairs = set(start)
    bound = instance.easy_bound()
    for part, answer in zip(parts, solve_apart(tasks, control, executor), strict=True):
        pairs -= set(part.pairs.tolist())
        pairs |= set(part.pairs[answer.pairs].tolist())
        bound += answer.bound - part.instance.easy_bound()
        control.report("components", int(instance.points[list(pairs)].sum()), bound)
    return sorted(pairs), bound


def by_regions(
    run: ColumnGeneration, executor: Executor | None, units_a_region: int = UNITS_A_REGION
) -> tuple[list[int], int]:
    """Find prices for the whole, then choose region by region, for several cuts of the map."""
    control = run.control
    offer = run.descend(run.first_prices())
    for cut in range(PASSES):
        if control.over or run.standing.points >= run.standing.bound:
            break
        parts = regions(run.instance, placement(run, offer), units_a_region, cut % 2)
        seconds = control.left / (PASSES - cut)
        for part, answer in _regional(run, offer, parts, seconds, executor):
            take_over(run, part, answer)
            control.report("regions", run.standing.points, run.standing.bound)
    return run.standing.pairs, run.standing.bound


def _regional(
    run: ColumnGeneration,
    offer: Offer,
    parts: list[Part],
    seconds: float,
    executor: Executor | None,
) -> Iterator[tuple[Part, Answer]]:
    control = run.control
    limit_price = dict(zip(run.limits.names, offer.prices.limit.tolist(), strict=True))
    standing = run.standing.pairs
    tasks = (
        Task(
            part.instance,
            part.own(standing),
            0.0 if control.over else share,
            control.seed,
            (offer.prices.unit[part.units], limit_price),
        )
        for part, share in zip(parts, seconds_of(parts, seconds, executor), strict=True)
    )
    return zip(parts, solve_apart(tasks, control, executor), strict=True)


def placement(run: ColumnGeneration, offer: Offer) -> Ints:
    """Send each unit to the slot it is in, or is pinned to, or that leaves most over its price."""
    instance = run.instance
    best = np.full(len(instance.units), offer.pair_profit.min(initial=0))
    np.maximum.at(best, instance.unit, offer.pair_profit)
    where = np.flatnonzero(offer.pair_profit == best[instance.unit])
    slot_of = np.zeros(len(instance.units), np.int64)
    slot_of[instance.unit[where]] = instance.slot[where]
    standing = np.array(run.standing.pairs, np.int64)
    slot_of[instance.unit[standing]] = instance.slot[standing]
    for unit, slot in instance.pins.items():
        slot_of[unit] = slot
    return slot_of


def take_over(run: ColumnGeneration, part: Part, answer: Answer) -> None:
    """Put the part's answer in place of what its units had, if the whole gains and may."""
    instance = run.instance
    standing = np.array(run.standing.pairs, np.int64)
    others = standing[~np.isin(instance.unit[standing], part.units)]
    pairs = np.sort(np.concatenate([others, part.pairs[answer.pairs]]))
    used = run.columns.uses_of(tuple(pairs.tolist()))
    if all(used[row] <= run.limits.most[row] for row in used):
        run.standing.take(pairs.tolist())
