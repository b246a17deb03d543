"""Paths by which one more unit gets a place, and nobody loses theirs."""

from datetime import date

import numpy as np
from hypothesis import given

from matching import ProblemError, breaches, from_json, own_points
from matching.solver import objectives
from matching.solver.construction.augmenting import AugmentingPaths
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.instance import Instance, make_instance
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


def chances(instance: Instance) -> Instance:
    worth = objectives.unit_worth(instance, own_points(instance.problem, 0))
    return objectives.who(instance, worth, objectives.usual_person(worth))


@given(problems(6, 3))
def test_paths_keep_every_rule_and_never_lose_points(written: Json) -> None:
    problem, control = from_json(written), Control(60)
    try:
        instance = chances(make_instance(problem))
        start = initial_solution(instance, control)
    except ProblemError:
        return
    pairs = AugmentingPaths(instance, start, control).run()
    assert breaches(problem, instance.matches(pairs)) == ()
    assert set(instance.unit[start]) <= set(instance.unit[pairs]) or any(
        slot.min_people > 1 for slot in problem.slots
    )


def test_a_chain_of_moves_lets_the_last_one_in() -> None:
    """Each of five is in the slot that the next could have instead; the last has only that one."""
    names = [str(at) for at in range(6)]
    parties = [a_party(f"p{at}") for at in names]
    slots = [a_slot(f"s{at}", rooms=(1,)) for at in names]
    shut = {
        (party.id, slot.id)
        for n, party in enumerate(parties)
        for m, slot in enumerate(slots)
        if m not in (n, n - 1)
    }
    problem = a_problem(*parties, *slots, excluded=frozenset(shut | {("p5", "s5")}))
    instance = chances(make_instance(problem))
    start = instance.pairs_of({at: at for at in range(5)})
    pairs = AugmentingPaths(instance, start, Control(60)).run()
    assert len(pairs) == 5, "p0 has but one slot"
    start = instance.pairs_of({at: at - 1 for at in range(2, 5)} | {0: 0})
    assert len(AugmentingPaths(instance, start, Control(60)).run()) == 5


def test_a_limit_of_a_farm_makes_one_of_its_guests_go_elsewhere() -> None:
    problem = a_problem(
        a_party("free"),
        a_party("bound", waiting_since=date(2026, 1, 1)),
        a_slot("a1", farm="a", rooms=(1,)),
        a_slot("a2", farm="a", rooms=(1,)),
        a_slot("b", farm="b", rooms=(1,)),
        farm_limits={"a": 1},
        excluded=frozenset({("bound", "b"), ("bound", "a2")}),
    )
    instance = chances(make_instance(problem))
    there = np.flatnonzero(
        (instance.unit == 1) & (instance.slot == 1)
    ).tolist()  # free, in the other slot of the farm
    pairs = AugmentingPaths(instance, there, Control(60)).run()
    assert sorted(instance.matches(pairs)) == [("bound", "a1"), ("free", "b")]


def test_no_time_leaves_the_start_as_it_is() -> None:
    problem = a_problem(a_party("a"), a_party("b"), a_slot())
    assert AugmentingPaths(chances(make_instance(problem)), [], Control(0)).run() == []
