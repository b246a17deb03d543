"""Large rounds: components and regions, solved apart, on any executor.

Prices are found for the whole, and prove its bound. Regions only choose who goes where at these
prices; where they meet, a second cut of the map across the lines of the first one mends the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.solver.by_columns import ColumnGeneration, Effort
from matching.solver.control import GLANCE_SECONDS, Control, ShouldStop
from matching.solver.instance import Instance
from matching.solver.parts import Part, regions
from matching.solver.prices import Offer, Prices

Whole = NDArray[np.int64]

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
    """What one worker is sent: prices, by the name of a limit, only where they are good already."""

    instance: Instance
    start: list[int]
    seconds: float
    seed: int
    unit_price: Whole | None = None
    limit_price: dict[str, int] | None = None


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
    if task.unit_price is None or task.limit_price is None:
        return Answer(*ColumnGeneration(task.instance, task.start, bound, control).run())
    run = ColumnGeneration(task.instance, task.start, bound, control, REGIONAL)
    limits = [task.limit_price.get(name, 0) for name in run.limits.names]
    run.improve(Prices(task.unit_price, np.array(limits, np.int64)))
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
    sent = [(task, executor.submit(solve_part, task)) for task in tasks]
    for task, future in sent:
        while not future.done() and not control.over:
            wait([future], timeout=GLANCE_SECONDS)
        if control.over:
            future.cancel()
        solved = future.done() and not future.cancelled()
        yield future.result() if solved else unsolved(task)


def seconds_of(parts: list[Part], seconds: float, executor: Executor | None) -> list[float]:
    """Share out the time by pairs; on an executor, each has all of it but for the way back."""
    total = max(1, sum(len(part.pairs) for part in parts))
    if executor is not None:
        return [seconds * (1 - SHARE_OF_THE_WAY) for _ in parts]
    return [seconds * len(part.pairs) / total for part in parts]


def by_components(
    parts: list[Part], start: list[int], control: Control, executor: Executor | None
) -> tuple[list[int], int]:
    """Solve components to the end; their answers and bounds add up."""
    parts = sorted(parts, key=lambda part: -len(part.pairs))
    shares = seconds_of(parts, control.left, executor)
    tasks = (
        Task(part.instance, part.own(start), 0.0 if control.over else seconds, control.seed)
        for part, seconds in zip(parts, shares, strict=True)
    )
    pairs: list[int] = []
    bound = 0
    for part, answer in zip(parts, solve_apart(tasks, control, executor), strict=True):
        pairs += part.pairs[answer.pairs].tolist()
        bound += answer.bound
        control.report("components", 0, bound)
    return sorted(pairs), bound


def by_regions(
    run: ColumnGeneration,
    control: Control,
    executor: Executor | None,
    units_a_region: int = UNITS_A_REGION,
) -> tuple[list[int], int]:
    """Find prices for the whole, then choose region by region, for several cuts of the map."""
    offer = run.descend(run.first_prices())
    for cut in range(PASSES):
        if control.over or run.standing.points >= run.standing.bound:
            break
        parts = regions(run.instance, placement(run, offer), units_a_region, cut % 2)
        seconds = control.left / (PASSES - cut)
        for part, answer in _regional(run, offer, parts, seconds, control, executor):
            take_over(run, part, answer)
            control.report("regions", run.standing.points, run.standing.bound)
    return run.standing.pairs, run.standing.bound


def _regional(
    run: ColumnGeneration,
    offer: Offer,
    parts: list[Part],
    seconds: float,
    control: Control,
    executor: Executor | None,
) -> Iterator[tuple[Part, Answer]]:
    limit_price = dict(zip(run.limits.names, offer.prices.limit.tolist(), strict=True))
    standing = run.standing.pairs
    tasks = (
        Task(
            part.instance,
            part.own(standing),
            0.0 if control.over else share,
            control.seed,
            offer.prices.unit[part.units],
            limit_price,
        )
        for part, share in zip(parts, seconds_of(parts, seconds, executor), strict=True)
    )
    return zip(parts, solve_apart(tasks, control, executor), strict=True)


def placement(run: ColumnGeneration, offer: Offer) -> Whole:
    """Send each unit to the slot it is in, or is pinned to, or that leaves most over its price."""
    instance = run.instance
    best = np.full(len(instance.units), offer.profits.min(initial=0))
    np.maximum.at(best, instance.unit, offer.profits)
    where = np.flatnonzero(offer.profits == best[instance.unit])
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
