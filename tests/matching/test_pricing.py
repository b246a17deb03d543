"""Pricing: the best group of every slot, and prices that prove better and better bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import ProblemError, Weights, from_json, solve
from matching.solver.column_generation.lagrangian import price_out
from matching.solver.column_generation.loop import ColumnGeneration
from matching.solver.column_generation.subgradient import Descent, left_of_rows
from matching.solver.construction.initial_solution import first_pairs
from matching.solver.control import Control
from matching.solver.duals import SCALE, Prices, make_prices
from matching.solver.instance import Instance, make_instance
from matching.solver.linking_rows import round_limits
from matching.solver.pricing import pricer as pricer_module
from matching.solver.pricing.pricer import Pricer
from matching.solver.pricing.ranking import Ranking
from tests.benchmarks.rounds import Shape, make_round
from tests.matching import oracle
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems

quick = settings(deadline=None, max_examples=80, derandomize=True)


@quick
@given(problems(6, 3, stable=False), st.integers(0, 2**16))
def test_all_slots_at_once_and_one_by_one_find_the_same_profit(written: Json, seed: int) -> None:
    try:
        instance = make_instance(from_json(written))
    except ProblemError:
        return
    together, alone = Pricer(instance), without_menus(instance)
    profits = random_profits(instance, seed)
    one, other = together.best(profits), alone.best(profits)
    assert one.profit.tolist() == other.profit.tolist()
    assert profit_of_pairs(instance, profits, one.pairs) == one.profit.tolist()


def test_the_best_few_are_found_again_after_any_change_of_worth() -> None:
    """Beside a plain sort, while worths change by steps small and large."""
    chance = np.random.default_rng(5)
    lot = np.sort(chance.integers(0, 12, 200))
    lot = np.unique(lot, return_inverse=True)[1]
    most, needy = chance.integers(1, 4, 12), chance.random(12) < 0.3
    item = chance.permutation(200)
    ranking = Ranking(item, lot, most, needy)
    worth = chance.integers(-50, 50, 200)
    for size in (0, 1, 3, 80, 1, 0, 200, 2):
        worth = worth + chance.integers(-size, size + 1, 200)
        items, lots, ranks = ranking.best(worth)
        assert list(zip(lots.tolist(), ranks.tolist(), worth[items].tolist(), strict=True)) == [
            (each, rank, value)
            for each in range(12)
            for rank, value in enumerate(
                sorted(
                    (int(worth[i]) for i in item[lot == each] if worth[i] > 0 or needy[each]),
                    reverse=True,
                )[: most[each]]
            )
        ]


@pytest.mark.parametrize("seed", range(3))
def test_the_same_holds_in_a_round_with_every_kind_of_rooms(seed: int) -> None:
    instance = make_instance(make_round(Shape(150, 60, 1.5, families=True), seed=seed))
    profits = random_profits(instance, seed)
    one, other = Pricer(instance).best(profits), without_menus(instance).best(profits)
    assert one.profit.tolist() == other.profit.tolist()
    assert profit_of_pairs(instance, profits, one.pairs) == one.profit.tolist()
    assert (one.profit > 0).sum() > 30


@quick
@given(problems(6, 3))
def test_every_step_of_the_descent_proves_a_true_bound(written: Json) -> None:
    best = oracle.best_points(written)
    if best is None:
        return
    instance = make_instance(from_json(written))
    pricer, limits = Pricer(instance), round_limits(instance)
    prices = make_prices(np.zeros(len(instance.units)), np.zeros(len(limits.most)))
    descent = Descent(prices, hope=0.02)
    for _ in range(20):
        offer = price_out(pricer, limits, descent.prices)
        assert offer.bound >= best
        descent.step(offer, left_of_rows(instance, limits, offer), standing=0)


def test_steps_from_no_prices_at_all_come_near_the_optimum() -> None:
    problem = make_round(Shape(200, 120, 0.8, families=True, crowding=0.4), seed=3)
    instance = make_instance(problem)
    control = Control(60)
    run = ColumnGeneration(instance, first_pairs(instance, control), 2**50, control)
    nothing = Prices(
        np.zeros(len(instance.units), np.int64), np.zeros(len(run.limits.most), np.int64)
    )
    first = price_out(run.pricer, run.limits, nothing).bound
    optimum = solve(problem).points
    assert first > 1.3 * optimum
    assert optimum <= run.descend(nothing).bound < 1.05 * optimum


def test_enormous_points_never_make_up_for_someone_who_is_not_there() -> None:
    """The farm wants two people; only one can come, and is worth nearly all that sums can hold."""
    everything = dict.fromkeys(("person", "wish", "waiting", "first_visit", "language"), 2**40)
    problem = a_problem(
        a_party("man", wishes=("bees",)),
        a_party("woman", men=0, women=1, refuses=("elsewhere",)),
        a_slot("a", rooms=(1, 1), min_people=2, farm="elsewhere", production="bees"),
        weights=Weights(**everything, journey=2**40),
    )
    instance = make_instance(problem)
    assert len(instance.points) == 1
    assert Pricer(instance).best(instance.points * SCALE).profit.tolist() == [0]


def without_menus(instance: Instance) -> Pricer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricer_module, "make_menu", lambda *_: None)
        return Pricer(instance)


def random_profits(instance: Instance, seed: int) -> "np.typing.NDArray[np.int64]":
    chance = np.random.default_rng(seed)
    charged = chance.uniform(0, 1.2, len(instance.unit)) * instance.points * SCALE
    return instance.points * SCALE - charged.astype(np.int64)


def profit_of_pairs(
    instance: Instance, profits: "np.typing.NDArray[np.int64]", pairs: "np.typing.NDArray[np.int64]"
) -> list[int]:
    total = np.zeros(len(instance.slots), np.int64)
    np.add.at(total, instance.slot[pairs], profits[pairs])
    summed: list[int] = total.tolist()
    return summed
