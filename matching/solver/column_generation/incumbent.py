"""What a search stands on: the best answer and the best bound so far, and the columns found."""

from __future__ import annotations

from matching.arrays import Ints
from matching.solver.column_generation.column_pool import Columns
from matching.solver.construction.initial_solution import order_of_pairs
from matching.solver.construction.partial_solution import Arrangement
from matching.solver.control import Control
from matching.solver.instance import Instance


class Standing:
    """The best answer and bound so far; both only ever get better."""

    def __init__(
        self, instance: Instance, columns: Columns, pairs: list[int], bound: int, control: Control
    ) -> None:
        self.instance = instance
        self.columns = columns
        self.control = control
        self.pairs = pairs
        self.points = int(instance.points[pairs].sum())
        self.bound = bound
        columns.add(columns.of(pairs))

    @property
    def done(self) -> bool:
        """Whether the answer is proven, or time is up."""
        return self.points >= self.bound or self.control.over

    def take(self, pairs: list[int]) -> None:
        """Take over an answer if it is better; its groups are columns in any case."""
        points = int(self.instance.points[pairs].sum())
        self.columns.add(self.columns.of(pairs))
        if points > self.points:
            self.pairs, self.points = sorted(pairs), points

    def lower(self, bound: int) -> None:
        """Take over a bound if it is lower."""
        self.bound = min(self.bound, bound)

    def fill(self, first: list[int], worth: Ints) -> None:
        """Build an answer from pairs that a relaxation likes, then from the best that still fit."""
        arrangement = Arrangement(self.instance)
        arrangement.fill(self.instance.pairs_of(self.instance.pins))
        arrangement.fill(first)
        arrangement.fill_in_order(order_of_pairs(self.instance, worth))
        arrangement.drop_small_groups()
        if arrangement.settled():
            self.take(arrangement.pairs)

    def report(self, stage: str) -> None:
        """Tell the caller how far it is."""
        self.control.report(stage, self.points, self.bound)
