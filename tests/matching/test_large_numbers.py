"""Numbers at the edge of what can be added up exactly."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import ProblemError, Weights, breaches, find_candidates, from_json, solve
from matching.problem import LARGEST_SUM, MOST_PEOPLE
from matching.solver.control import Control
from matching.solver.duals import SCALE, make_duals
from matching.solver.flow_bound import flow_bound
from matching.solver.gap_closing.lagrangian import solve_lagrangian
from matching.solver.instance import make_instance
from matching.solver.pricing import pricer as pricer_module
from matching.solver.pricing.pricer import Pricer
from tests.matching import oracle
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems

EVERY_WEIGHT = ("wish", "waiting", "first_visit", "language", "journey", "continuity", "soon")


def all_weights(weight: int) -> Weights:
    return Weights(**dict.fromkeys(EVERY_WEIGHT, weight))


@pytest.mark.parametrize("weight", [2**53, 2**60, 10**19, 10**400])
def test_weights_whose_sums_no_solver_could_add_up_are_refused(weight: int) -> None:
    with pytest.raises(ProblemError, match="too large"):
        a_problem(a_party(), a_slot(), weights=Weights(wish=weight))


def test_the_largest_weights_that_are_taken_are_added_up_exactly() -> None:
    weight = LARGEST_SUM // (32 * 601) - 1
    problem = a_problem(a_party(), a_slot(), weights=all_weights(weight))
    points = sum(candidate.points for candidate in find_candidates(problem))
    assert points % weight == 0
    solution = solve(problem)
    assert (solution.where.points, solution.who.points // 32) == (points, 100 * weight)


def test_weights_are_taken_as_long_as_the_sum_of_a_round_is_exact() -> None:
    most = LARGEST_SUM // 3_200 - 14
    one = a_problem(a_party(), a_slot(), weights=Weights(wish=most))
    assert solve(one).is_optimal
    with pytest.raises(ProblemError, match="too large"):
        a_problem(a_party(), a_slot(), weights=Weights(wish=most + 2))


@pytest.mark.parametrize("what", [{"men": MOST_PEOPLE + 1}, {"men": 10**20}])
def test_a_party_larger_than_a_city_is_a_slip_of_the_pen(what: dict[str, Any]) -> None:
    with pytest.raises(ProblemError, match="more than 10,000 people") as raised:
        a_party("crowd", **what)
    assert raised.value.ids == ("crowd",)


def test_a_hall_with_more_beds_than_can_be_counted_is_a_hall() -> None:
    problem = a_problem(a_party(), a_party("p2"), a_slot(rooms=(10**30,) * 2))
    assert solve(problem).people == 2


def test_large_weights_and_sizes_never_push_the_bound_of_the_flow_below_the_optimum() -> None:
    """Sizes whose multiple is 5,040, and weights near the largest: their product overflows."""
    sizes = (16, 9, 7, 5, 16, 9, 7, 5)
    people = [a_party(f"p{at}", men=size) for at, size in enumerate(sizes)]
    halls = [a_slot("a", rooms=(35,)), a_slot("b", rooms=(34,))]
    problem = a_problem(*people, *halls, weights=all_weights(10**8))
    flow = flow_bound(make_instance(problem))
    solution = solve(problem)
    assert solution.who.points <= solution.who.bound
    assert flow is None or flow.bound >= solution.where.points
    assert breaches(problem, solution.matches) == ()


@given(problems(6, 3), st.sampled_from([10**4, 10**6]))
def test_weights_a_million_times_larger_change_nothing_but_the_points(
    written: Json, times: int
) -> None:
    """Ten thousand times larger, points are 10¹⁰ and HiGHS still chooses; beyond, CP-SAT does."""
    told = {name: weight for name, weight in written["weights"].items() if weight is not None}
    usual = {name: told.get(name, getattr(Weights(), name)) for name in EVERY_WEIGHT}
    larger = {name: times * weight for name, weight in usual.items()}
    best = oracle.best_value(written | {"weights": larger})
    if best is None:
        return
    solution = solve(from_json(written | {"weights": larger}))
    assert solution.value == best
    assert solution.is_optimal


def test_a_time_limit_without_end_is_taken() -> None:
    problem = a_problem(a_party(), a_party("p2"), a_party("p3"), a_slot(rooms=(1, 1)))
    assert solve(problem, time_limit=math.inf).is_optimal
    assert Control(math.inf).left < math.inf


def test_a_hall_for_more_than_a_thousand_is_filled() -> None:
    people = [a_party(f"p{at}") for at in range(1_200)]
    problem = a_problem(*people, a_slot(rooms=(1_200,)))
    solution = solve(problem, time_limit=10)
    assert solution.people == 1_200
    assert breaches(problem, solution.matches) == ()


def test_a_search_that_is_cut_short_still_has_a_true_bound() -> None:
    problem = a_problem(*(a_party(f"p{at}") for at in range(6)), a_slot(rooms=(2, 2)))
    instance = make_instance(problem)
    whole = Pricer(instance).best_groups(instance.points).reduced_cost.tolist()
    hasty = Pricer(instance, lambda: True).best_groups(instance.points).reduced_cost.tolist()
    assert hasty >= whole > [0]


def test_where_every_slot_picks_the_same_people_the_bound_does_not_overflow() -> None:
    """Sizes that get no flow: duals begin at 0; each of forty halls holds everyone."""
    sizes = (16, 11, 13, 7, 5, 9)
    people = [a_party(f"p{at}", men=size) for at, size in enumerate(sizes)]
    halls = [a_slot(str(at), rooms=(61,), farm=f"f{at}") for at in range(40)]
    weight = (LARGEST_SUM - 1) // (32 * 601 * sum(sizes) * len(sizes))
    problem = a_problem(*people, *halls, weights=all_weights(weight))
    instance = make_instance(problem)
    assert flow_bound(instance) is None
    linking = instance.linking
    nothing = make_duals(np.zeros(len(people)), np.zeros(len(linking.rhs)))
    relaxed = solve_lagrangian(Pricer(instance), nothing)
    assert relaxed.scaled_bound == SCALE * sum(instance.points.tolist())
    solution = solve(problem)
    assert solution.people == sum(sizes)
    assert solution.is_optimal


def test_reduced_costs_that_a_float_cannot_tell_apart_are_told_apart() -> None:
    instance = make_instance(
        a_problem(a_party("a"), a_party("b"), a_slot(rooms=(1,), min_people=1))
    )
    pricer = Pricer(instance)
    reduced_costs = np.array([2**60, 2**60 + 1])
    assert pricer.best_with_each(reduced_costs).tolist() == [2**60, 2**60 + 1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pricer_module, "make_pattern_set", lambda *_: None)
        assert Pricer(instance).best_groups(reduced_costs).reduced_cost.tolist() == [2**60 + 1]
