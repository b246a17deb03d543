"""What a test compares answers by."""

from collections.abc import Iterable

from matching import Match, Problem, Solution
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.instance import make_instance
from matching.solver.proving import prove
from tests.matching import oracle
from tests.matching.strategies import Json


def best_places(problem: Problem) -> int:
    """The most that places can be worth, whoever has them: one question alone, proven."""
    instance, control = make_instance(problem), Control(60)
    proof = prove(instance, initial_solution(instance, control), control, None)
    assert proof.points == proof.bound
    return proof.points


def values(written: Json, solution: Solution, matches: Iterable[Match]) -> oracle.Value:
    """How good some matches are, as the definitions say."""
    party_of = {party["id"]: party for party in written["parties"]}
    slot_of = {slot["id"]: slot for slot in written["slots"]}
    chosen = [(party_of[party], slot_of[slot]) for party, slot in matches]
    return oracle.value_of(written, oracle.own_points(written, solution.seed), chosen)


def assert_bounds_are_true(written: Json, solution: Solution) -> None:
    """Hold what a solution says is proven against every answer there is."""
    party_of = {party["id"]: party for party in written["parties"]}
    own = oracle.own_points(written, solution.seed)
    placed = {party_of[party]["id"] for party, _ in solution.matches}
    for answer in oracle.every_answer(written):
        people, who, where = oracle.value_of(written, own, answer)
        assert people <= solution.most_people
        if people == solution.people:
            assert who <= solution.who.bound
        if {party["id"] for party, _ in answer} == placed:
            assert where <= solution.where.bound
