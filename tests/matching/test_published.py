"""Published assignment and knapsack instances, whose optima are known, through the solver's core.

Points of any kind replace those of the criteria; a party's people are a job's size, and a slot of
one large room is a machine or a knapsack.
"""

from dataclasses import replace

import numpy as np
import pytest

from matching.solver.control import Control
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.instance import Instance, make_instance
from tests.matching.builders import a_party, a_problem, a_slot

Worth = list[list[int]]


def optimum(worth: Worth, sizes: list[int], capacities: list[int]) -> int:
    """Solve for the most worth; `worth` has a row a job and a column a machine."""
    instance = generalised_assignment(worth, sizes, capacities)
    pairs, bound = GapClosing(instance, [], 2**50, Control(60)).run()
    points = int(instance.points[pairs].sum())
    assert points == bound
    held = np.bincount(instance.slot[pairs], instance.people[instance.unit[pairs]])
    assert (held <= np.array(capacities)[: len(held)]).all()
    assert len(set(instance.unit[pairs].tolist())) == len(pairs)
    return points


def generalised_assignment(worth: Worth, sizes: list[int], capacities: list[int]) -> Instance:
    parties = [a_party(f"p{at:03}", men=size) for at, size in enumerate(sizes)]
    slots = [a_slot(f"s{at:03}", rooms=(size,)) for at, size in enumerate(capacities)]
    instance = make_instance(a_problem(*parties, *slots))
    assert len(instance.points) == len(sizes) * len(capacities)
    return replace(instance, points=np.array(worth, np.int64)[instance.unit, instance.slot])


@pytest.mark.parametrize("size", [3, 8, 30])
def test_machol_and_wiens_hard_assignment_reaches_its_optimum(size: int) -> None:
    """Costs i × j (Machol and Wien, 1976): the cheapest assignment runs against the diagonal."""
    most = size * size + 1
    costs = [[(i + 1) * (j + 1) for j in range(size)] for i in range(size)]
    worth = [[most - cost for cost in row] for row in costs]
    cheapest = size * (size + 1) * (size + 2) // 6
    assert optimum(worth, [1] * size, [1] * size) == size * most - cheapest


def test_five_workers_and_four_tasks_cost_265() -> None:
    """The assignment example of the OR-Tools guide."""
    costs = [
        [90, 80, 75, 70],
        [35, 85, 55, 65],
        [125, 95, 90, 95],
        [45, 110, 95, 115],
        [50, 100, 90, 100],
    ]
    worth = [[1000 - cost for cost in row] for row in costs]
    assert optimum(worth, [1] * 5, [1] * 4) == 4 * 1000 - 265


def test_two_knapsacks_hold_452() -> None:
    """Martello and Toth (1990), *Knapsack problems*, example 6.1."""
    profits = [78, 35, 89, 36, 94, 75, 74, 79, 80, 16]
    weights = [18, 9, 23, 20, 59, 61, 70, 75, 76, 30]
    assert optimum([[each, each] for each in profits], weights, [103, 156]) == 452


def test_five_bins_hold_395() -> None:
    """The multiple knapsack example of the OR-Tools guide."""
    weights = [48, 30, 42, 36, 36, 48, 42, 42, 36, 24, 30, 30, 42, 36, 36]
    values = [10, 30, 25, 50, 35, 30, 15, 40, 30, 35, 45, 10, 20, 30, 25]
    assert optimum([[each] * 5 for each in values], weights, [100] * 5) == 395
