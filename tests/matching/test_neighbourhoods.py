"""Neighbourhoods of a large round: together a valid answer, and a better one."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from matching import ProblemError, breaches, from_json, solve
from matching.solver import objectives
from matching.solver.compact import relaxation
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.decomposition import large_rounds
from matching.solver.decomposition.large_rounds import (
    PartResult,
    Task,
    merge_part,
    solve_neighbourhoods,
    solve_part,
)
from matching.solver.decomposition.neighbourhoods import (
    cut_out,
    neighbourhoods,
    preferred_pairs,
)
from matching.solver.decomposition.parts import parts_of_slots
from matching.solver.gap_closing import integer_phase
from matching.solver.gap_closing.loop import GapClosing
from matching.solver.gap_closing.reduced_cost_fixing import losses
from matching.solver.instance import make_instance
from tests.benchmarks.rounds import Shape, make_round
from tests.matching.answers import best_places
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


def test_neighbourhoods_share_no_unit_and_no_slot_and_only_ever_gain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large_rounds, "BEDS", (20, 60))
    a_round = make_round(Shape(200, 120, 0.8, families=True, crowding=0.4), seed=3)
    control, instance = Control(60), make_instance(a_round)
    start = initial_solution(instance, control)
    best = best_places(a_round)
    for workers in (0, 1):
        run = GapClosing(instance, start, 2**50, control)
        relaxed, _ = run.take_steps(run.initial_duals())
        before = run.incumbent.points
        if workers:
            with ProcessPoolExecutor(workers) as executor:
                solve_neighbourhoods(run, relaxed, executor)
        else:
            solve_neighbourhoods(run, relaxed, None)
        assert breaches(a_round, instance.matches(run.incumbent.pairs)) == ()
        assert before < run.incumbent.points <= best <= run.incumbent.bound
        assert run.incumbent.points > 0.99 * best
    lost = losses(run.pricer, relaxed)
    preferred = preferred_pairs(instance, lost, start)
    chance = np.random.default_rng(0)
    of_slot = neighbourhoods(instance, lost, preferred, 20, chance)
    held = np.bincount(of_slot, weights=[slot.beds for slot in instance.slots])
    assert held.max() <= 20 < held.sum()
    cut = cut_out(instance, of_slot, preferred, relaxed, lost, start, most_pairs=40)
    units = [unit for part, _ in cut for unit in part.units.tolist()]
    assert len(units) == len(set(units))
    assert all(len(part.pairs) <= 40 + len(chosen) for part, chosen in cut)


@given(problems(6, 3))
def test_what_is_chosen_in_a_part_keeps_the_limits_that_it_is_given(written: Json) -> None:
    """Whatever the limits are: their shares are together no more than the whole."""
    try:
        instance = make_instance(from_json(written))
        chosen = initial_solution(instance, Control(60))
    except ProblemError:
        return
    preferred = preferred_pairs(instance, -instance.points, chosen)
    parts = parts_of_slots(instance, np.arange(len(instance.slots)), preferred, chosen)
    shared = np.zeros(len(instance.linking.rhs), np.int64)
    for part in parts:
        own = part.own(chosen)
        used = part.instance.linking.use_of(own)
        assert all(use <= part.instance.linking.rhs[row] for row, use in used.items())
        assert len(own) == np.isin(part.pairs, chosen).sum()
        shared[part.rows] += part.instance.linking.rhs
    within = [row for row in range(len(shared)) if any(row in part.rows for part in parts)]
    assert (shared[within] <= instance.linking.rhs[within]).all()


def test_a_farm_with_slots_in_two_parts_keeps_its_limit() -> None:
    """The farm's barns lie apart, so that no part sees all who go to it."""
    home = {"reach_km": 5000, "interpreter": True}
    parties = [a_party(f"p{n}", home=(48.85, 2.35 if n % 2 else 5.0), **home) for n in range(8)]
    slots = [
        a_slot(f"s{n}", place=(48.85, 2.4 if n % 2 else 5.1), rooms=(2,), farm="apart")
        for n in range(4)
    ]
    problem = replace(a_problem(*parties, *slots), farm_limits={"apart": 3})
    instance = make_instance(problem)
    run = GapClosing(instance, [], 2**50, Control(60))
    preferred = preferred_pairs(instance, -instance.points, [])
    parts = parts_of_slots(instance, np.array([0, 1, 0, 1]), preferred, [])
    assert len(parts) == 2
    results = [solve_part(Task(part.instance, [], seconds=60, seed=0)) for part in parts]
    assert sorted(len(result.pairs) for result in results) == [1, 2]
    for part, result in zip(parts, results, strict=True):
        merge_part(run, part, result)
    assert len(run.incumbent.pairs) == 3
    greedy = PartResult([0, 1, 2, 3], bound=2**50)
    merge_part(run, parts[0], greedy)
    assert len(run.incumbent.pairs) == 3, "what breaks the limit of the whole is not taken over"


@pytest.mark.parametrize("somebody", [True, False])
def test_all_sizes_are_tried_before_a_proof_while_somebody_more_could_come(
    monkeypatch: pytest.MonkeyPatch, somebody: bool
) -> None:
    """Nobody gains here; where only own points are open, the first pass is the last."""
    instance = make_instance(make_round(Shape(60, 30, 1.2, families=True)))
    chances = objectives.who(instance, np.ones(len(instance.units), np.int64), 100)
    run = GapClosing(chances, [], chances.trivial_bound(), Control(60))
    relaxed = run.solve_lagrangian(run.initial_duals())
    run.incumbent.bound = run.incumbent.points + (101 if somebody else 100)
    passes: list[int] = []
    monkeypatch.setattr(large_rounds, "_choose_once", lambda *told: passes.append(told[3]))
    solve_neighbourhoods(run, relaxed, None)
    assert passes == list(large_rounds.BEDS[: None if somebody else 1])


def test_what_is_too_much_for_a_proof_is_chosen_among_near_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_round = make_round(Shape(200, 120, 0.8, families=True, crowding=0.4), seed=3)
    proven = solve(a_round)
    for module in (integer_phase, relaxation):
        monkeypatch.setattr(module, "MOST_PAIRS", 0)
    monkeypatch.setattr(integer_phase, "MANY_PAIRS", 0)
    near = solve(a_round)
    assert breaches(a_round, near.matches) == ()
    assert near.people <= proven.people <= near.most_people
    assert near.people > 0.98 * proven.people
    assert near.where.points <= near.where.bound
    if near.people == proven.people:
        assert near.who.points <= proven.who.points <= near.who.bound
