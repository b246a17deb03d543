"""The incumbent: the best solution found so far, beside the best bound proven so far."""

from __future__ import annotations

from matching.arrays import Ints
from matching.solver.construction.initial_solution import order_of_pairs
from matching.solver.construction.partial_solution import PartialSolution
from matching.solver.control import Control
from matching.solver.instance import Instance


class Incumbent:
    """The best solution and the best bound so far; both only ever get better.

    Parameters
    ----------
    pairs
        A valid solution to begin with.
    bound
        Points that no solution exceeds.
    """

    def __init__(self, instance: Instance, pairs: list[int], bound: int, control: Control) -> None:
        self.instance = instance
        self.control = control
        self.pairs = pairs
        self.points = int(instance.points[pairs].sum())
        self.bound = bound

    @property
    def done(self) -> bool:
        """Whether the incumbent is proven optimal, or time is up."""
        return self.points >= self.bound or self.control.over

    def update(self, pairs: list[int]) -> None:
        """Take over a valid solution if it is better."""
        points = int(self.instance.points[pairs].sum())
        if points > self.points:
            self.pairs, self.points = sorted(pairs), points

    def tighten(self, bound: int) -> None:
        """Take over a proven bound if it is lower."""
        self.bound = min(self.bound, bound)

    def primal_heuristic(self, first: list[int], worth: Ints) -> None:
        """Build a solution from pairs that a relaxation likes, then from the best that still fit.

        Parameters
        ----------
        first
            Pairs to try first, in this order.
        worth
            ``(n_pairs,) int64``: of all other pairs, those worth most are tried first.
        """
        partial = PartialSolution(self.instance)
        partial.fill(self.instance.pairs_of(self.instance.pins))
        partial.fill(first)
        partial.fill_in_order(order_of_pairs(self.instance, worth))
        partial.drop_small_groups()
        if partial.is_complete():
            self.update(partial.pairs)

    def report(self, stage: str) -> None:
        """Report to the caller how far it is."""
        self.control.report(stage, self.points, self.bound)
