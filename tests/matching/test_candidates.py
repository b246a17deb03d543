"""The search for candidates judges every pair as the one-pair rules and marks do."""

from hypothesis import given, settings

from matching import find_candidates, from_json, stream_candidates
from matching.eligibility import is_candidate, needs_interpreter
from matching.scoring import match_points
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


@settings(deadline=None)
@given(problems(8, 6))
def test_candidates_are_the_pairs_that_break_no_rule_with_their_points(written: Json) -> None:
    problem = from_json(written)
    judged = {
        (party.id, slot.id, match_points(problem, party, slot), needs_interpreter(party, slot))
        for party in problem.parties
        for slot in problem.slots
        if is_candidate(problem, party, slot)
    }
    found = find_candidates(problem)
    assert {
        (each.party, each.slot, each.points, each.needs_interpreter) for each in found
    } == judged
    assert len(found) == len(judged)


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
