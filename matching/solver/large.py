"""Large rounds: components and regions, solved apart, on any executor.

Regions give an answer and prices for the whole. Priced together these prove a bound; where the
whole still fits a linear master, column generation goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.solver.by_columns import ColumnGeneration
from matching.solver.control import Control
from matching.solver.instance import Instance
from matching.solver.parts import Part, regions
from matching.solver.prices import SCALE, Prices

Whole = NDArray[np.int64]

UNITS_A_REGION = 1_200
"""Regions this small are solved in seconds."""

MOST_ROWS = 12_000
"""Units and slots that one linear master can hold."""

REGIONS_SHARE = 0.35
"""Share of the time for a pass over the regions."""

PASSES = 2
"""Cuts of the map, each across the lines of the one before."""


@dataclass(frozen=True, eq=False)
class Task:
    """What one worker is sent."""

    instance: Instance
    start: list[int]
    seconds: float
    seed: int
    to_the_end: bool


@dataclass(frozen=True, eq=False)
class Answer:
    """What one worker sends back: pairs, a bound, and prices."""

    pairs: list[int]
    bound: int
    unit_price: Whole
    limit_price: dict[str, int]


def solve_part(task: Task) -> Answer:
    """Solve a part: with a proof, or only as far as its prices are good."""
    control = Control(task.seconds, task.seed)
    points = int(task.instance.points.sum())
    run = ColumnGeneration(task.instance, task.start, points, control)
    offer = run.generate(run.flow_prices())
    run.choose_near(offer)
    if task.to_the_end:
        run.prove(offer)
    names, prices = run.limits.names, offer.prices.limit.tolist()
    return Answer(
        pairs=run.standing.pairs,
        bound=run.standing.bound,
        unit_price=offer.prices.unit,
        limit_price=dict(zip(names, prices, strict=True)),
    )


def solve_apart(
    parts: list[Part],
    standing: list[int],
    control: Control,
    executor: Executor | None,
    *,
    seconds: float,
    to_the_end: bool,
) -> Iterator[tuple[Part, Answer]]:
    """Solve each part, largest first, from the answer that stands."""
    parts = sorted(parts, key=lambda part: -len(part.pairs))
    total = max(1, sum(len(part.pairs) for part in parts))
    chosen = np.array(sorted(standing), np.int64)

    def task(part: Part) -> Task:
        own = np.flatnonzero(np.isin(part.pairs, chosen)).tolist()
        share = seconds * len(part.pairs) / total if executor is None else seconds
        return Task(part.instance, own, 0.0 if control.over else share, control.seed, to_the_end)

    answers: Iterable[Answer] = (
        (solve_part(task(part)) for part in parts)
        if executor is None
        else executor.map(solve_part, [task(part) for part in parts])
    )
    yield from zip(parts, answers, strict=True)


class Regions:
    """A large round, solved region by region and priced as a whole."""

    def __init__(
        self,
        run: ColumnGeneration,
        control: Control,
        executor: Executor | None,
        *,
        units_a_region: int = UNITS_A_REGION,
    ) -> None:
        self.run = run
        self.units_a_region = units_a_region
        self.instance = run.instance
        self.control = control
        self.executor = executor

    def prices(self) -> Prices:
        """Solve regions for two cuts of the map, and take over the answer and the best prices."""
        best = self.run.offer(self.run.flow_prices())[0]
        for cut in range(PASSES):
            if self.control.over:
                break
            offer, _ = self.run.offer(self._pass(cut, best.prices))
            if offer.bound < best.bound:
                best = offer
            self.control.report("regions", self.run.standing.points, self.run.standing.bound)
        return best.prices

    def _pass(self, cut: int, prices: Prices) -> Prices:
        parts = regions(self.instance, self.placement(prices), self.units_a_region, cut % 2)
        unit_price = prices.unit.copy()
        limit_price = dict(zip(self.run.limits.names, prices.limit.tolist(), strict=True))
        shared: dict[str, list[int]] = {}
        solved = solve_apart(
            parts,
            self.run.standing.pairs,
            self.control,
            self.executor,
            seconds=self.control.left * REGIONS_SHARE,
            to_the_end=False,
        )
        for part, answer in solved:
            self._take(part, answer)
            unit_price[part.units] = answer.unit_price
            for name, price in answer.limit_price.items():
                shared.setdefault(name, []).append(price)
        limit_price |= {name: round(sum(each) / len(each)) for name, each in shared.items()}
        limits = [limit_price[name] for name in self.run.limits.names]
        return Prices(unit_price, np.array(limits, np.int64))

    def placement(self, prices: Prices) -> Whole:
        """Send each unit to the slot it is in, or that leaves most over its price."""
        instance = self.instance
        worth = instance.points * SCALE - prices.unit[instance.unit]
        order = np.lexsort((worth, instance.unit))
        slot_of = np.zeros(len(instance.units), np.int64)
        slot_of[instance.unit[order]] = instance.slot[order]
        standing = np.array(self.run.standing.pairs, np.int64)
        slot_of[instance.unit[standing]] = instance.slot[standing]
        for unit, slot in instance.pins.items():
            slot_of[unit] = slot
        return slot_of

    def _take(self, part: Part, answer: Answer) -> None:
        """Put the part's answer in place of what its units had, if the whole gains and may."""
        instance = self.instance
        mine = np.isin(instance.unit[self.run.standing.pairs], part.units)
        others = np.array(self.run.standing.pairs, np.int64)[~mine]
        pairs = np.concatenate([others, part.pairs[answer.pairs]])
        limit = instance.problem.interpreter_limit
        if limit is None or int(instance.interpreters[pairs].sum()) <= limit:
            self.run.take(pairs.tolist())


def by_regions(
    run: ColumnGeneration, control: Control, executor: Executor | None
) -> tuple[list[int], int]:
    """Solve region by region, then go on with the whole where it fits one linear master."""
    prices = Regions(run, control, executor).prices()
    if len(run.instance.units) + len(run.instance.slots) <= MOST_ROWS:
        return run.run(prices)
    return run.standing.pairs, run.standing.bound


def by_components(
    parts: list[Part], start: list[int], control: Control, executor: Executor | None
) -> tuple[list[int], int]:
    """Solve components to the end; their answers and bounds add up."""
    pairs: list[int] = []
    bound = 0
    solved = solve_apart(parts, start, control, executor, seconds=control.left, to_the_end=True)
    for part, answer in solved:
        pairs += part.pairs[answer.pairs].tolist()
        bound += answer.bound
        control.report("components", 0, bound)
    return sorted(pairs), bound
