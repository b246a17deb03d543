"""The lot decides between all equals, however many they are, and anyone can draw it again."""

import json
import random
from argparse import Namespace
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Party, Problem, ProblemError, from_json, own_points, solve, to_json
from matching.certificate import digest, written_certified
from matching.certifying import certify
from matching.command import verifying
from matching.lottery import are_shared, tickets_of
from matching.solution import make_solution
from matching.verification import verify
from tests.matching import oracle
from tests.matching.builders import CHARTRES, a_party, a_problem, a_slot

MANY = 150
"""Equals: many more than the fewest tickets."""


def alike(count: int, **said: Any) -> list[Party]:
    return [a_party(f"p{at}", **said) for at in range(count)]


def in_order_of_lots(problem: Problem, seed: int) -> list[str]:
    """Whoever is first has the smallest SHA-256, as the public page says."""
    ids = [party.id for party in problem.parties]
    return sorted(ids, key=lambda each: sha256(f"{seed} {each}".encode()).hexdigest())


@pytest.mark.parametrize("count", [1, 31, 32, 33, 64, MANY, 1_000])
def test_no_two_equals_have_the_same_ticket_and_none_outweighs_a_point(count: int) -> None:
    problem = a_problem(*alike(count), a_party("z", waiting_since=date(2026, 6, 1)))
    own, tickets = own_points(problem, seed=3), tickets_of(problem)
    assert tickets == max(32, count)
    of_equals = {party: points % tickets for party, points in own.items() if party != "z"}
    drawn = [each for each in in_order_of_lots(problem, 3) if each != "z"]
    assert [of_equals[each] for each in drawn] == list(range(tickets - 1, tickets - 1 - count, -1))
    assert {own[each] // tickets for each in of_equals} == {300}
    assert own["z"] > max(own[each] for each in of_equals)


def test_lots_are_drawn_from_the_seed_and_the_ids_alone() -> None:
    problem = a_problem(*alike(MANY))
    own = own_points(problem, seed=1)
    assert own != own_points(problem, seed=2)
    assert own == own_points(replace(problem, parties=problem.parties[::-1]), seed=1)
    said: dict[str, Any] = {
        "wishes": ("bees",),
        "available": (),
        "home": CHARTRES,
        "reach_km": 3,
        "french": "C1",
        "languages": (),
        "private": True,
        "women": 4,
    }
    for what, value in said.items():
        other = a_problem(*alike(MANY - 1), a_party(f"p{MANY - 1}", **{what: value}))
        assert own_points(other, seed=1) == own, what


def test_of_equals_the_first_lots_come() -> None:
    problem = a_problem(*alike(MANY), a_slot(rooms=(1,) * 20))
    for seed in (1, 2):
        solution = solve(problem, seed=seed)
        assert solution.is_optimal
        assert set(solution.slot_of) == set(in_order_of_lots(problem, seed)[:20])


@given(
    st.integers(33, 60), st.integers(0, 99), st.integers(1, 8), st.randoms(use_true_random=False)
)
def test_who_comes_of_many_equals_is_the_one_greedy_choice(
    count: int, seed: int, open_to: int, chance: random.Random
) -> None:
    """Three beds, each open to a few: every way to fill them is tried."""
    parties = alike(count)
    slots = [a_slot(f"s{at}", rooms=(1,), farm=f"f{at}") for at in range(3)]
    names = [party.id for party in parties]
    may = {slot.id: set(chance.sample(names, open_to)) for slot in slots}
    closed = {(name, slot) for slot, those in may.items() for name in names if name not in those}
    problem = a_problem(*parties, *slots, excluded=frozenset(closed))
    placeable = {
        frozenset(some)
        for way in product(*([None, *sorted(those)] for those in may.values()))
        if len(some := [each for each in way if each]) == len(set(some))
    }
    greedy: frozenset[str] = frozenset()
    for name in in_order_of_lots(problem, seed):
        greedy = greedy | {name} if greedy | {name} in placeable else greedy
    own = own_points(problem, seed)
    most = max(map(len, placeable))
    best = max(sum(own[each] for each in some) for some in placeable if len(some) == most)
    solution = solve(problem, seed=seed)
    assert set(solution.slot_of) == greedy
    assert solution.who.points == best == solution.who.bound


def test_an_answer_of_a_former_lottery_is_read_and_verified_as_it_was_drawn() -> None:
    """Thirty-two tickets, of more equals neighbours had the same; no file named the number."""
    problem = a_problem(*alike(64), a_slot(rooms=(1,)))
    names = in_order_of_lots(problem, 0)
    own = own_points(problem, 0, 32)
    assert own[names[0]] == own[names[1]] == max(own.values()) == 300 * 32 + 31
    second = make_solution(
        problem, [(names[1], "s1")], most_people=1, who_bound=own[names[1]],
        where_bound=10**6, tickets=32,
    )  # fmt: skip
    written = from_json(to_json(second).replace(', "tickets": 32', ""))
    assert written == second
    certificate, tightened = certify(problem, written)
    assert verify(problem, tightened, certificate).faults == ()
    assert tightened.is_optimal
    assert are_shared(problem, tightened.tickets)
    now = solve(problem)
    assert now.slot_of == {names[0]: "s1"}
    assert not are_shared(problem, now.tickets)


def test_whoever_verifies_an_answer_is_told_where_neighbours_drew_the_same_lot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = from_json(to_json(a_problem(*alike(33), a_slot(rooms=(1,)))))
    name = in_order_of_lots(problem, 0)[0]
    bounds = {"most_people": 1, "who_bound": 300 * 32 + 31, "where_bound": 10**6}
    former = make_solution(problem, [(name, "s1")], tickets=32, **bounds)
    said = {}
    for told, solution in (("former", former), ("now", solve(problem))):
        certificate, tightened = certify(problem, solution)
        carried = json.loads(to_json(problem))
        written = written_certified(tightened, certificate, carried)
        path = tmp_path / f"{told}.json"
        path.write_text(json.dumps(written), encoding="utf-8")
        assert verifying.run(Namespace(certified=None, problem=path), None) == 0
        said[told] = capsys.readouterr().err
    sentence = "Of more than 32 equals, neighbours drew the same lot."
    assert sentence in said["former"].splitlines()
    assert "equals" not in said["now"]


def test_tickets_that_the_round_does_not_ask_for_are_refused() -> None:
    problem = a_problem(*alike(64), a_slot(rooms=(1,)))
    certificate, solution = certify(problem, solve(problem))
    assert certificate.problem == digest(problem)
    for tickets in (1, 63, 65, 2**60):
        faults = verify(problem, replace(solution, tickets=tickets), certificate).faults
        assert faults == (f"The lots are drawn with {tickets} tickets, not with 64.",)
        with pytest.raises(ProblemError, match="not with 64"):
            own_points(problem, 0, tickets)
    assert verify(problem, replace(solution, tickets=32), certificate).faults


def test_the_oracle_draws_the_same_lots() -> None:
    problem = a_problem(*alike(40), a_party("z", past_visits=1))
    assert oracle.own_points(json.loads(to_json(problem)), seed=5) == own_points(problem, seed=5)
