"""Pricing: the best group of every slot, and duals that prove better and better bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import ProblemError, Weights, from_json
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.duals import SCALE, Duals, make_duals
from matching.solver.gap_closing.lagrangian import solve_lagrangian
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.gap_closing.subgradient import SubgradientMethod, subgradient_at
from matching.solver.instance import Instance, make_instance
from matching.solver.pricing import pricer as pricer_module
from matching.solver.pricing.patterns import NEVER
from matching.solver.pricing.pricer import Pricer
from matching.solver.pricing.ranking import Ranking
from tests.benchmarks.rounds import Shape, make_round
from tests.matching import oracle
from tests.matching.answers import best_places
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


@given(problems(6, 3, stable=False), st.integers(0, 2**16))
def test_all_slots_at_once_and_one_by_one_find_the_same_reduced_cost(
    written: Json, seed: int
) -> None:
    try:
        instance = make_instance(from_json(written))
    except ProblemError:
        return
    together, alone = Pricer(instance), without_patterns(instance)
    reduced_costs = random_reduced_costs(instance, seed)
    one, other = together.best_groups(reduced_costs), alone.best_groups(reduced_costs)
    assert one.reduced_cost.tolist() == other.reduced_cost.tolist()
    assert reduced_cost_of_pairs(instance, reduced_costs, one.pairs) == one.reduced_cost.tolist()
    assert possible(together.best_with_each(reduced_costs)) == possible(
        alone.best_with_each(reduced_costs)
    )


def test_the_best_few_are_found_again_after_any_change_of_worth() -> None:
    """Beside a plain sort, while worths change by steps small and large."""
    chance = np.random.default_rng(5)
    bucket = np.sort(chance.integers(0, 12, 200))
    bucket = np.unique(bucket, return_inverse=True)[1]
    most, keep_unprofitable = chance.integers(1, 4, 12), chance.random(12) < 0.3
    item = chance.permutation(200)
    ranking = Ranking(item, bucket, most, keep_unprofitable)
    worth = chance.integers(-50, 50, 200)
    for size in (0, 1, 3, 80, 1, 0, 200, 2):
        worth = worth + chance.integers(-size, size + 1, 200)
        items, buckets, ranks = ranking.best(worth)
        assert list(zip(buckets.tolist(), ranks.tolist(), worth[items].tolist(), strict=True)) == [
            (each, rank, value)
            for each in range(12)
            for rank, value in enumerate(
                sorted(
                    (
                        int(worth[i])
                        for i in item[bucket == each]
                        if worth[i] > 0 or keep_unprofitable[each]
                    ),
                    reverse=True,
                )[: most[each]]
            )
        ]


@pytest.mark.parametrize("seed", range(3))
def test_the_same_holds_in_a_round_with_every_kind_of_rooms(seed: int) -> None:
    instance = make_instance(make_round(Shape(150, 60, 1.5, families=True), seed=seed))
    reduced_costs = random_reduced_costs(instance, seed)
    one, other = (
        Pricer(instance).best_groups(reduced_costs),
        without_patterns(instance).best_groups(reduced_costs),
    )
    assert one.reduced_cost.tolist() == other.reduced_cost.tolist()
    assert reduced_cost_of_pairs(instance, reduced_costs, one.pairs) == one.reduced_cost.tolist()
    assert (one.reduced_cost > 0).sum() > 30


@given(problems(6, 3))
def test_every_subgradient_step_proves_a_true_bound(written: Json) -> None:
    best = oracle.best_points(written)
    if best is None:
        return
    instance = make_instance(from_json(written))
    pricer, linking = Pricer(instance), instance.linking
    duals = make_duals(np.zeros(len(instance.units)), np.zeros(len(linking.rhs)))
    subgradient_method = SubgradientMethod(duals, length=SCALE)
    for step in range(20):
        relaxed = solve_lagrangian(pricer, subgradient_method.duals)
        assert relaxed.bound >= best
        subgradient_method.step(subgradient_at(instance, relaxed), step / 20)


def test_subgradient_steps_from_duals_of_0_come_near_the_optimum() -> None:
    problem = make_round(Shape(200, 120, 0.8, families=True, crowding=0.4), seed=3)
    instance = make_instance(problem)
    control = Control(60)
    run = GapClosing(instance, initial_solution(instance, control), 2**50, control)
    nothing = Duals(
        np.zeros(len(instance.units), np.int64), np.zeros(len(instance.linking.rhs), np.int64)
    )
    first = solve_lagrangian(run.pricer, nothing).bound
    optimum = best_places(problem)
    assert first > 1.3 * optimum
    assert optimum <= run.improve_duals(nothing).bound < 1.05 * optimum


def test_enormous_points_never_make_up_for_someone_who_is_not_there() -> None:
    """The farm wants two people; only one can come, and is worth nearly all that sums can hold."""
    problem = a_problem(
        a_party("man", wishes=("bees",)),
        a_party("woman", men=0, women=1, refuses=("elsewhere",)),
        a_slot("a", rooms=(1, 1), min_people=2, farm="elsewhere", production="bees"),
        weights=Weights(wish=2**37, journey=2**37),
    )
    instance = make_instance(problem)
    assert len(instance.points) == 1
    assert Pricer(instance).best_groups(instance.points * SCALE).reduced_cost.tolist() == [0]


def possible(reduced_costs: "np.typing.NDArray[np.int64]") -> list[int]:
    floored: list[int] = np.maximum(reduced_costs, NEVER // 2).tolist()
    return floored


def without_patterns(instance: Instance) -> Pricer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricer_module, "make_pattern_set", lambda *_: None)
        return Pricer(instance)


def random_reduced_costs(instance: Instance, seed: int) -> "np.typing.NDArray[np.int64]":
    chance = np.random.default_rng(seed)
    charged = chance.uniform(0, 1.2, len(instance.unit)) * instance.points * SCALE
    return instance.points * SCALE - charged.astype(np.int64)


def reduced_cost_of_pairs(
    instance: Instance,
    reduced_costs: "np.typing.NDArray[np.int64]",
    pairs: "np.typing.NDArray[np.int64]",
) -> list[int]:
    total = np.zeros(len(instance.slots), np.int64)
    np.add.at(total, instance.slot[pairs], reduced_costs[pairs])
    summed: list[int] = total.tolist()
    return summed
