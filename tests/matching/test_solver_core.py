"""The solver's own pieces, and larger rounds than trying every answer could check."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Problem, ProblemError, Weights, breaches, find_candidates, from_json, solve
from matching.solver import glop
from matching.solver.compact import relaxation
from matching.solver.compact.model import CompactModel
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.decomposition.large_rounds import (
    solve_components,
)
from matching.solver.decomposition.neighbourhoods import preferred_pairs
from matching.solver.decomposition.parts import components, parts_of_slots, smallest_connected
from matching.solver.flow_bound import flow_bound
from matching.solver.gap_closing import loop
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.instance import make_instance
from matching.solver.objectives import where
from tests.benchmarks.rounds import Shape, make_round
from tests.matching import oracle
from tests.matching.answers import best_places
from tests.matching.builders import a_party, a_problem, a_slot, an_ocean_apart
from tests.matching.strategies import Json, problems


@given(problems(6, 3))
def test_one_boolean_a_pair_proves_the_same_optimum(written: Json) -> None:
    best = oracle.best_points(written)
    try:
        model = CompactModel(make_instance(from_json(written)))
    except ProblemError:
        assert best is None
        return
    control = Control(60)
    assert (model.find_any(control).pairs is None) == (best is None)
    found = CompactModel(model.instance).maximise_by_highs((), control, seconds=60)
    assert (None if found is None else found.bound) == best


@given(problems(6, 3, stable=False))
def test_the_flow_is_a_bound(written: Json) -> None:
    problem = from_json(written)
    flow = flow_bound(make_instance(problem))
    assert flow is None or flow.bound >= best_places(problem)


@given(problems(6, 3))
def test_closing_the_gap_alone_ends_with_a_true_bound(written: Json) -> None:
    best = oracle.best_points(written)
    if best is None:
        return
    control = Control(60)
    instance = make_instance(from_json(written))
    run = GapClosing(instance, initial_solution(instance, control), 2**50, control)
    pairs, bound = run.run()
    assert int(instance.points[pairs].sum()) == best == bound


@pytest.fixture(scope="module")
def a_round() -> Problem:
    """Some 200 parties in clusters, with every rule in play."""
    return make_round(Shape(200, 120, 0.8, families=True, crowding=0.4), seed=3)


@pytest.mark.parametrize("question", ["who", "where"])
def test_subgradient_steps_prove_nearly_what_the_simplex_does(
    a_round: Problem, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The duals of a round too large for the simplex, held against the simplex itself."""
    control = Control(60)
    instance = make_instance(a_round)
    start = initial_solution(instance, control)
    if question == "where":
        instance = where(instance, start).instance
        start = initial_solution(instance, control)
    run = GapClosing(instance, start, instance.trivial_bound(), control)
    exact = relaxation.relax(instance, control, 60)
    assert exact is not None
    monkeypatch.setattr(loop, "steps_for", lambda _: 500)
    near, _ = run.take_steps(run.initial_duals())
    assert near.bound <= 1.002 * run.solve_lagrangian(exact.duals).bound


def test_rows_that_are_broken_bring_the_relaxation_nearer(
    a_round: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance, control = make_instance(a_round), Control(60)
    run = GapClosing(instance, [], instance.trivial_bound(), control)
    with_rows = relaxation.relax(instance, control, 60)
    monkeypatch.setattr(relaxation, "MOST_TIMES", 1)
    without = relaxation.relax(instance, control, 60)
    assert with_rows is not None
    assert without is not None
    nearer, farther = (run.solve_lagrangian(each.duals).bound for each in (with_rows, without))
    assert nearer < farther


@given(problems(6, 3))
def test_what_is_broken_is_kept_by_every_answer(written: Json) -> None:
    """A proof that is told all rows that were broken finds the best answer still."""
    best = oracle.best_points(written)
    if best is None:
        return
    instance, control = make_instance(from_json(written)), Control(60)
    relaxed = relaxation.relax(instance, control, 60)
    assert relaxed is not None
    found = CompactModel(instance, cuts=relaxed.cuts).maximise_by_highs((), control, seconds=60)
    assert found is not None
    assert found.bound == best


def test_a_simplex_without_time_has_nothing(
    a_round: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glop, "time_limit_of", lambda _: timedelta(microseconds=1))
    assert relaxation.relax(make_instance(a_round), Control(60), 60) is None


@given(problems(6, 3), st.sampled_from((1, 10, 100)))
def test_steps_cut_off_anywhere_prove_a_true_bound(written: Json, steps: int) -> None:
    best = oracle.best_points(written)
    if best is None:
        return
    instance, control = make_instance(from_json(written)), Control(60)
    run = GapClosing(
        instance, initial_solution(instance, control), instance.trivial_bound(), control
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(loop, "steps_for", lambda _: steps)
        near, used = run.take_steps(run.initial_duals())
    assert near.bound >= run.incumbent.bound >= best >= run.incumbent.points
    assert len(set(used.tolist())) == len(used)


def test_a_round_too_large_for_the_simplex_is_left_to_steps(
    a_round: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaxation, "MOST_PAIRS", 100)
    assert relaxation.relax(make_instance(a_round), Control(60), 60) is None
    assert solve(a_round).is_optimal


@pytest.fixture(scope="module")
def two_countries(a_round: Problem) -> Problem:
    """The same round twice."""
    return an_ocean_apart(a_round, a_round)


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as executor:
        yield executor


def test_a_round_is_proven_and_valid(a_round: Problem) -> None:
    solution = solve(a_round)
    assert solution.is_optimal
    assert breaches(a_round, solution.matches) == ()


def test_components_solved_apart_in_processes_add_up(
    two_countries: Problem, processes: Executor
) -> None:
    together = solve(two_countries)
    apart = solve(two_countries, executor=processes)
    assert len(components(make_instance(two_countries))) > 1
    assert apart.is_optimal
    assert apart.value == together.value


def test_components_called_off_are_valid(two_countries: Problem) -> None:
    control = Control(0)
    instance = make_instance(two_countries)
    start = initial_solution(instance, control)
    pairs, bound = solve_components(instance, components(instance), start, control, None)
    assert breaches(two_countries, instance.matches(pairs)) == ()
    assert bound >= best_places(two_countries)


def test_a_caller_is_asked_inside_a_component_whether_to_stop(two_countries: Problem) -> None:
    instance = make_instance(two_countries)
    part = max(components(instance), key=lambda each: len(each.pairs))
    asked = iter(range(1000))
    control = Control(60, should_stop=lambda: next(asked) > 4)
    pairs, bound = solve_components(instance, [part], [], control, None)
    assert int(instance.points[pairs].sum()) < bound
    assert next(asked) < 20


class Asleep(Executor):
    """An executor whose workers never wake up."""

    def submit(self, *_: object, **__: object) -> "Future[Any]":
        return Future()


def test_workers_that_never_answer_leave_the_answer_as_it_was(two_countries: Problem) -> None:
    instance = make_instance(two_countries)
    start = initial_solution(instance, Control(60))
    pairs, bound = solve_components(instance, components(instance), start, Control(0.2), Asleep())
    assert pairs == sorted(start)
    assert bound == instance.trivial_bound()


def test_all_who_use_a_limit_that_binds_everywhere_are_in_one_component(
    two_countries: Problem,
) -> None:
    instance = make_instance(replace(two_countries, interpreter_limit=1))
    last = len(instance.linking.rhs) - 1
    users = instance.linking.pair[instance.linking.row == last]
    (part,) = (part for part in components(instance) if last in part.rows)
    assert len(users) > 1
    assert np.isin(users, part.pairs).all()


@pytest.mark.cluster
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_workers_solves_components(two_countries: Problem) -> None:
    from dask.distributed import Client, LocalCluster  # noqa: PLC0415

    with (
        LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as cluster,  # type: ignore[no-untyped-call]
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        apart = solve(two_countries, executor=client.get_executor())
    assert apart.value == solve(two_countries).value


def test_an_assignment_reaches_its_known_optimum() -> None:
    """Five parties and five slots of one bed: every order is tried."""
    parties = [a_party(f"p{n}", wishes=("bees",) if n % 2 else (), reach_km=200) for n in range(5)]
    slots = [
        a_slot(f"s{n}", rooms=(1,), production="bees" if n < 2 else None, place=(48.85 - n / 5, 2))
        for n in range(5)
    ]
    problem = a_problem(*parties, *slots, weights=Weights(wish=7, journey=13))
    worth = {(each.party, each.slot): each.points for each in find_candidates(problem)}
    best = max(
        sum(worth[party.id, slot.id] for party, slot in zip(parties, order, strict=True))
        for order in permutations(slots)
    )
    assert solve(problem).where.points == best


def test_a_dormitory_too_large_to_list_groups_for_is_solved_all_the_same() -> None:
    people = [
        a_party(f"p{n}", men=n % 2, women=1 - n % 2, waiting_since=date(2026, 1 + n % 12, 1 + n))
        for n in range(28)
    ]
    problem = a_problem(*people, a_slot("a", rooms=(10, 6)), a_slot("b", rooms=(4, 4)))
    solution = solve(problem, time_limit=20)
    assert solution.people == 24
    assert breaches(problem, solution.matches) == ()
    assert solution.who.points <= solution.who.bound
    assert solution.where.points <= solution.where.bound


@pytest.mark.parametrize("limit", [{"farm_limits": {"farm-1": 2}}, {"interpreter_limit": 2}])
def test_a_part_keeps_the_limits_of_the_round_in_every_model(limit: dict[str, Any]) -> None:
    people = [a_party(f"p{n}", languages=("prs",), interpreter=True) for n in range(4)]
    slots = [a_slot(name, rooms=(1, 1), min_french="A1") for name in "ab"]
    whole = make_instance(replace(a_problem(*people, *slots), **limit))
    together = np.zeros(len(whole.slots), np.int64)
    preferred = preferred_pairs(whole, -whole.points, [])
    for part in [*components(whole), *parts_of_slots(whole, together, preferred, [])]:
        control = Control(60)
        proven = CompactModel(part.instance).maximise_by_highs((), control, seconds=60)
        exact = CompactModel(part.instance).maximise_by_cp_sat((), control, seconds=60)
        assert proven is not None
        assert exact is not None
        assert len(proven.chosen) == len(exact.chosen) == 2
        pairs, bound = GapClosing(part.instance, [], 2**50, control).run()
        assert int(whole.points[part.pairs[pairs]].sum()) == bound == proven.bound == exact.bound


@pytest.mark.parametrize("shape", ["chain", "shuffled", "sparse"])
def test_what_is_connected_has_one_label_however_long_the_chain(shape: str) -> None:
    chance, count = np.random.default_rng(1), 200_000
    order = chance.permutation(count) if shape == "shuffled" else np.arange(count)
    one, other = order[:-1], order[1:]
    if shape == "sparse":
        one, other = one[::2], other[::2]
    label = smallest_connected(count, one, other)
    smallest = np.arange(count) // 2 * 2 if shape == "sparse" else np.zeros(count)
    assert (label == smallest).all()
