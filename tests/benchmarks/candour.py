"""Would anybody have a place by saying less? ``python -m tests.benchmarks candour``.

Rounds of 60 parties and 40 or 28 slots, families and shared rooms included. In each, a few parties
without a place hold something back, one thing at a time, and it is seen whether they get one then.
Beside it: people placed and wish marks, with one sum of points for all and with two questions;
``wishes`` counts only these, and the most that those who come could have.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from matching import Party, Problem, Solution, own_points, solve
from matching.lottery import tickets_of
from matching.scoring import wish_mark
from matching.solver import objectives
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.instance import make_instance
from matching.solver.proving import prove
from matching.solver.who_comes import who_comes
from tests.benchmarks.rounds import Shape, make_round

ROUNDS = int(os.environ.get("SILLON_ROUNDS", "100"))
SHAPES = (
    Shape(60, 40, 1.6),
    Shape(60, 28, 1.6),
    Shape(60, 40, 1.6, families=True),
    Shape(60, 28, 1.6, families=True),
)
TRIED = 4
"""Parties of a round that hold something back."""

PERSON = 10_000
"""What a person counted in the one sum."""

LESS: dict[str, Callable[[Party], dict[str, Any]]] = {
    "wishes": lambda party: {"wishes": ()},
    "dates": lambda party: {"available": party.available[:1]},
    "reach": lambda party: {"reach_km": party.reach_km / 2},
    "french": lambda party: {"french": "A0"},
    "languages": lambda party: {"languages": party.languages[:1]},
    "interpreter": lambda party: {"interpreter": False},
    "sharing": lambda party: {"private": True},
}


def candour() -> dict[str, Any]:
    """Count what holding back gains, and what two questions cost."""
    tried: Counter[str] = Counter()
    gained: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    fewer = 0
    for problem, chance in rounds():
        for what, gains in held_back(problem, chance, placed_in):
            tried[what] += 1
            gained[what] += gains
        one, two = _one_sum(problem), _two_questions(problem)
        sums.update({"people_one_sum": one[0], "people": two[0]})
        sums.update({"wishes_one_sum": one[1], "wishes": two[1]})
        fewer += two[0] < one[0]
    return {
        "rounds": ROUNDS,
        "held_back": dict(tried),
        "gained": {what: gained[what] for what in tried},
        **sums,
        "rounds_with_fewer_people": fewer,
    }


def wishes() -> dict[str, Any]:
    """Count where wish marks go: to who comes, which reads no wish, or to what else places count.

    *At most*: of exactly those who come, by wishes alone; no rule of places has more, where proven.
    """
    sums: Counter[str] = Counter()
    for problem, _ in rounds():
        alone = replace(problem.weights, language=0, journey=0, continuity=0, soon=0)
        of_wishes = solve(replace(problem, weights=alone))
        ours, theirs = solve(problem), _one_sum(problem)
        assert _who(ours) == _who(of_wishes), "Weights of places decided who comes."
        people, marks = _figures(problem, ours.matches)
        sums.update({"people": people, "wishes": marks})
        sums.update({"people_one_sum": theirs[0], "wishes_one_sum": theirs[1]})
        sums.update({"wishes_at_most": _figures(problem, of_wishes.matches)[1]})
        sums.update({"rounds_proven": ours.is_optimal and of_wishes.is_optimal})
    return {"rounds": ROUNDS, **sums}


def rounds() -> Iterator[tuple[Problem, random.Random]]:
    """Invent each round, and the chance by which parties are drawn in it."""
    for number in range(ROUNDS):
        yield make_round(SHAPES[number % len(SHAPES)], seed=number), random.Random(number)


def held_back(
    problem: Problem, chance: random.Random, who: Callable[[Problem], set[str]]
) -> Iterator[tuple[str, bool]]:
    """Let some who have no place say less of one thing; tell whether they have one then."""
    placed = who(problem)
    left = [party for party in problem.parties if party.id not in placed]
    for party in chance.sample(left, min(TRIED, len(left))):
        for what, less in LESS.items():
            said = replace(party, **less(party))
            if said == party:
                continue
            others = tuple(said if each is party else each for each in problem.parties)
            yield what, party.id in who(replace(problem, parties=others))


def placed_in(problem: Problem) -> set[str]:
    """Answer who comes, and nothing else."""
    instance, control = make_instance(problem), Control(60)
    worth = objectives.unit_worth(instance, own_points(problem, 0))
    chances = objectives.who(instance, worth, objectives.usual_person(worth))
    chosen = who_comes(instance, worth, initial_solution(chances, control), control)
    return {party for party, _ in instance.matches(chosen.pairs)}


def _one_sum(problem: Problem) -> tuple[int, int]:
    """Solve with the sum of former formats; return people and wish marks."""
    instance, control = make_instance(problem), Control(60)
    worth = objectives.unit_worth(instance, own_points(problem, 0)) // tickets_of(problem)
    points = (PERSON * instance.people + worth)[instance.unit] + instance.points
    summed = replace(instance, points=points)
    proof = prove(summed, initial_solution(summed, control), control, None)
    return _figures(problem, instance.matches(proof.pairs))


def _two_questions(problem: Problem) -> tuple[int, int]:
    return _figures(problem, solve(problem).matches)


def _who(solution: Solution) -> set[str]:
    return {party for party, _ in solution.matches}


def _figures(problem: Problem, matches: Any) -> tuple[int, int]:
    pairs = [(problem.party_of[party], problem.slot_of[slot]) for party, slot in matches]
    people = sum(party.people for party, _ in pairs)
    return people, sum(wish_mark(party, slot) for party, slot in pairs if party.wishes)
