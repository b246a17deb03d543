"""The search for candidates judges every pair as the one-pair rules and marks do."""

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given

from matching import Party, Problem, Slot, find_candidates, from_json, stream_candidates
from matching.eligibility import distance_km, is_candidate, needs_interpreter
from matching.scoring import match_points
from tests.matching.builders import PARIS, a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


@given(problems(8, 6))
def test_candidates_are_the_pairs_that_break_no_rule_with_their_points(written: Json) -> None:
    assert_judged_as_pairs(from_json(written))


def assert_judged_as_pairs(problem: Problem) -> None:
    judged = {
        (
            party.id,
            slot.id,
            match_points(problem, party, slot),
            needs_interpreter(party, slot),
            (party.id, slot.id) in problem.previous,
        )
        for party in problem.parties
        for slot in problem.slots
        if is_candidate(problem, party, slot)
    }
    found = find_candidates(problem)
    assert {
        (each.party, each.slot, each.points, each.needs_interpreter, each.is_previous)
        for each in found
    } == judged
    assert len(found) == len(judged)


def places(count: int = 100) -> list[Slot]:
    """Slots all around Paris, a hair or hundreds of kilometres away."""
    chance = random.Random(1)
    return [
        a_slot(f"s{n}", place=(48.85 + chance.uniform(-4, 4), 2.35 + chance.uniform(-4, 4)))
        for n in range(count)
    ]


def reaches(reach: Callable[[float], float]) -> list[Party]:
    """A party for each place, whose reach follows from the distance to it."""
    return [
        a_party(f"p{n}", home=PARIS, reach_km=reach(distance_km(PARIS, slot.place)))
        for n, slot in enumerate(places())
    ]


@pytest.mark.parametrize("towards", [-math.inf, 0, math.inf])
def test_places_exactly_at_the_end_of_the_reach_are_judged_as_pairs(towards: float) -> None:
    """To the last bit: exactly as far, or the least that can be told apart."""
    parties = reaches(lambda km: math.nextafter(km, towards) if towards else km)
    assert_judged_as_pairs(a_problem(*parties, *places()))


@pytest.mark.parametrize("share", [0.005, 0.255, 0.505, 0.995])
def test_journeys_exactly_between_two_marks_are_marked_as_pairs(share: float) -> None:
    parties = reaches(lambda km: km / share)
    assert_judged_as_pairs(a_problem(*parties, *places()))


def test_a_pair_of_the_previous_solution_is_told() -> None:
    problem = a_problem(a_party("a"), a_party("b"), a_slot(), previous=frozenset({("b", "s1")}))
    assert [(each.party, each.is_previous) for each in find_candidates(problem)] == [
        ("a", False),
        ("b", True),
    ]


def test_candidates_come_slot_by_slot_in_the_order_of_ids() -> None:
    problem = a_problem(a_party("b"), a_party("a"), a_slot("2"), a_slot("10"))
    pairs = [(each.slot, each.party) for each in find_candidates(problem)]
    assert pairs == [("10", "a"), ("10", "b"), ("2", "a"), ("2", "b")]


def test_a_stream_of_candidates_is_the_same_in_pieces() -> None:
    problem = a_problem(a_party("a"), a_party("b"), *(a_slot(str(n)) for n in range(5)))
    pieces = [list(block) for block in stream_candidates(problem, slots_a_block=2)]
    assert [len(piece) for piece in pieces] == [4, 4, 2]
    assert [each for piece in pieces for each in piece] == list(find_candidates(problem))


def test_a_round_of_nobody_has_no_candidates() -> None:
    assert list(find_candidates(a_problem(a_slot()))) == []
    assert list(find_candidates(a_problem(a_party()))) == []
