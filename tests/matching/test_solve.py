"""Rules over the whole round, each decisive once, and what a caller may count on."""

import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from matching import Party, Problem, ProblemError, Progress, Slot, Weights, solve, to_json
from tests.matching.builders import a_party, a_problem, a_slot

A, B, C = a_party("a"), a_party("b"), a_party("c")


def matched(*things: Party | Slot, **given: Any) -> list[tuple[str, str]]:
    solution = solve(a_problem(*things, **given))
    assert solution.is_optimal
    return [(party, slot) for party, slot in solution.matches]


def pairs(*written: str) -> frozenset[tuple[str, str]]:
    return frozenset((each[0], each[1:]) for each in written)


def test_a_round_of_nobody_is_solved() -> None:
    assert matched() == []


def test_a_party_gets_one_slot_at_most() -> None:
    assert len(matched(A, a_slot("1"), a_slot("2"))) == 1


def test_companions_go_to_the_same_slot() -> None:
    x, y = a_party("x", together="t", wishes=("bees",)), a_party("y", together="t")
    assert matched(x, y, a_slot("1", rooms=(1,), production="bees"), a_slot("2")) == [
        ("x", "2"),
        ("y", "2"),
    ]


def test_companions_who_do_not_fit_anywhere_together_stay() -> None:
    x, y = a_party("x", together="t"), a_party("y", together="t")
    assert matched(x, y, a_slot("1", rooms=(1,)), a_slot("2", rooms=(1,))) == []


def test_a_farm_takes_no_more_parties_than_its_limit() -> None:
    slots = (a_slot("1"), a_slot("2"))
    assert len(matched(A, B, C, *slots, farm_limits={"farm-1": 2})) == 2
    assert len(matched(A, B, C, *slots, farm_limits={"farm-2": 0})) == 3


def test_a_farm_takes_no_more_people_in_a_month_than_it_wishes() -> None:
    may = {"arrival": date(2027, 4, 30), "departure": date(2027, 5, 4)}
    slots, family = (a_slot("1"), a_slot("2", **may)), a_party("f", men=1, women=1)
    assert len(matched(A, B, *slots, month_limits={"farm-1": {"2027-04": 1}})) == 1
    assert matched(family, *slots, month_limits={"farm-1": {"2027-04": 1}}) == []
    assert len(matched(A, B, *slots, month_limits={"farm-1": {"2027-05": 0}})) == 2


def test_a_set_of_companions_counts_one_for_each_party() -> None:
    x, y = a_party("x", together="t"), a_party("y", together="t")
    assert matched(x, y, a_slot(), farm_limits={"farm-1": 1}) == []


def test_interpreters_are_counted_by_match() -> None:
    speechless: dict[str, Any] = {"languages": (), "interpreter": True}
    parties = (a_party("a", **speechless, men=2), a_party("b", **speechless), C)
    slot = a_slot(rooms=(2, 2), min_french="A1")
    assert [party for party, _ in matched(*parties, slot, interpreter_limit=1)] == ["a", "c"]
    assert [party for party, _ in matched(*parties, slot, interpreter_limit=0)] == ["c"]


def test_a_slot_is_used_by_enough_people_or_not_at_all() -> None:
    slot = a_slot(rooms=(3,), min_people=2)
    assert matched(A, slot) == []
    assert len(matched(A, B, slot)) == 2


def test_a_pin_holds_though_others_would_give_more() -> None:
    family = a_party("f", men=2)
    assert matched(A, family, a_slot("1"), pinned=pairs("a1")) == [("a", "1")]


def test_a_pin_brings_the_others_a_slot_needs() -> None:
    family, slots = a_party("f", men=2), (a_slot("1", min_people=2), a_slot("2", rooms=(2,)))
    assert matched(A, B, family, *slots, pinned=pairs("a1")) == [("a", "1"), ("b", "1"), ("f", "2")]


@pytest.mark.parametrize(
    ("problem", "named"),
    [
        (a_problem(A, a_slot("1"), pinned=pairs("a1"), excluded=pairs("a1")), ("a", "1")),
        (a_problem(A, a_slot("1"), a_slot("2"), pinned=pairs("a1", "a2")), ("a", "1", "2")),
        (
            a_problem(A, B, C, a_slot("1"), a_slot("2"), pinned=pairs("a1", "b1", "c1")),
            ("a", "b", "c", "1"),
        ),
        (a_problem(A, a_slot("1", min_people=2), pinned=pairs("a1")), ("a", "1")),
        (
            a_problem(
                A,
                B,
                a_slot("1"),
                a_slot("2"),
                pinned=pairs("a2"),
                previous=pairs("a1"),
                max_moves=0,
            ),
            ("a", "2"),
        ),
        (a_problem(A, a_slot("1"), pinned=pairs("a1"), farm_limits={"farm-1": 0}), ("a", "1")),
    ],
)
def test_pins_that_cannot_hold_are_named(problem: Problem, named: tuple[str, ...]) -> None:
    with pytest.raises(ProblemError, match="cannot hold") as refused:
        solve(problem)
    assert set(refused.value.ids) == set(named)


def test_only_the_pins_that_clash_are_named() -> None:
    problem = a_problem(
        A, B, C, a_slot("1", rooms=(1,)), a_slot("2"), pinned=pairs("a1", "b1", "c2")
    )
    with pytest.raises(ProblemError) as refused:
        solve(problem)
    assert set(refused.value.ids) == {"a", "b", "1"}


def test_no_more_previous_pairs_are_given_up_than_allowed() -> None:
    wishing = {"wishes": ("bees",)}
    x, y = a_party("x", **wishing), a_party("y", **wishing)
    slots = (a_slot("1", rooms=(1, 1)), a_slot("2", rooms=(1, 1), production="bees"))
    stayed = [
        sum(slot == "1" for _, slot in matched(x, y, *slots, previous=pairs("x1", "y1"), **given))
        for given in (
            {"weights": Weights(continuity=0)},
            {"weights": Weights(continuity=0), "max_moves": 1},
            {"weights": Weights(continuity=0), "max_moves": 0},
        )
    ]
    assert stayed == [0, 1, 2]


def test_a_limit_on_moves_that_nothing_meets_names_the_previous_pairs() -> None:
    problem = a_problem(A, a_slot("1"), a_slot("2"), previous=pairs("a1", "a2"), max_moves=0)
    with pytest.raises(ProblemError, match="allow more moves") as refused:
        solve(problem)
    assert set(refused.value.ids) == {"a", "1", "2"}


def test_previous_pairs_that_are_no_longer_candidates_are_not_moves() -> None:
    closed = a_slot("1", frame="immersion")
    given: dict[str, Any] = {"previous": pairs("a1"), "max_moves": 0}
    assert matched(A, closed, a_slot("2"), **given) == [("a", "2")]


def test_the_caller_sees_progress_and_may_call_it_off() -> None:
    seen: list[Progress] = []
    slots = tuple(a_slot(str(n)) for n in range(3))
    problem = a_problem(A, B, C, *slots, farm_limits={"farm-1": 2})
    solution = solve(problem, on_progress=seen.append, should_stop=lambda: True)
    assert seen[0].stage == "start"
    assert solution.where.points <= solution.where.bound
    assert len(solution.matches) <= 2


def test_no_time_at_all_still_gives_a_valid_answer_and_a_true_bound() -> None:
    problem = a_problem(A, B, C, a_slot(rooms=(1, 1)), pinned=pairs("cs1"))
    hurried, proven = solve(problem, time_limit=0), solve(problem)
    assert hurried.value <= proven.value
    assert hurried.most_people >= proven.most_people == proven.people
    assert ("c", "s1") in hurried.matches


def test_the_order_of_the_input_does_not_matter() -> None:
    slots = (a_slot("1", rooms=(1,)), a_slot("2", rooms=(1,)))
    forth, back = solve(a_problem(A, B, C, *slots)), solve(a_problem(C, B, A, *slots[::-1]))
    assert forth.matches == back.matches


def test_the_solver_is_loaded_only_to_solve() -> None:
    code = "import matching, sys; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_solution_says_what_is_proven_and_by_whom() -> None:
    written = to_json(solve(a_problem(A, a_slot()), seed=5))
    assert '"format": "sillon-solution/2"' in written
    assert '"seed": 5' in written
    assert '"engine": "sillon-engine/' in written
