"""Callers who stop, time that ends, and workers who never come back."""

import logging
import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import Problem, ProblemError, Progress, breaches, from_json, solve
from matching.solver import control, highs
from matching.solver.compact.model import CompactModel, Feasibility
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.decomposition.large_rounds import solve_components
from matching.solver.decomposition.parts import components
from matching.solver.instance import make_instance
from tests.benchmarks.rounds import Shape, make_round
from tests.matching import oracle
from tests.matching.answers import assert_bounds_are_true
from tests.matching.builders import a_party, a_problem, a_slot
from tests.matching.strategies import Json, problems


@pytest.fixture(scope="module")
def a_round() -> Problem:
    return make_round(Shape(200, 120, 0.8, families=True, crowding=0.4), seed=3)


@given(problems(6, 3), st.integers(0, 12))
def test_whenever_a_caller_stops_the_answer_is_valid_and_the_bound_true(
    written: Json, asked: int
) -> None:
    best = oracle.best_value(written)
    left = iter([False] * asked)
    problem = from_json(written)
    try:
        solution = solve(problem, should_stop=lambda: next(left, True))
    except ProblemError:
        assert best is None or problem.pinned or problem.max_moves is not None
        return
    assert best is not None
    assert breaches(problem, solution.matches) == ()
    assert solution.value <= best
    assert_bounds_are_true(written, solution)


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5])
def test_a_time_limit_that_cuts_the_search_gives_a_valid_answer(
    a_round: Problem, seconds: float
) -> None:
    solution = solve(a_round, time_limit=seconds)
    assert breaches(a_round, solution.matches) == ()
    proven = solve(a_round)
    assert solution.value <= proven.value
    assert proven.people <= solution.most_people


def test_a_run_that_cannot_be_stopped_is_left_behind_when_the_caller_stops() -> None:
    end = threading.Event()
    control = Control(60, should_stop=lambda: True)
    assert control.beside(end.wait) is None
    end.set()


def test_a_run_that_does_not_keep_its_limit_is_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(control, "LATE_SECONDS", 0)
    end = threading.Event()
    assert Control(60).beside(lambda: end.wait(60), seconds=0.1) is None
    end.set()


def test_a_solver_that_never_comes_to_its_end_leaves_the_round_its_limit(
    a_round: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "LATE_SECONDS", 0)
    end = threading.Event()
    monkeypatch.setattr(highs, "run", lambda *_: end.wait(60))
    solution = solve(a_round, time_limit=1)
    assert breaches(a_round, solution.matches) == ()
    assert solution.people <= solution.most_people
    end.set()


def test_a_run_that_can_be_stopped_is_waited_for() -> None:
    end = threading.Event()
    control = Control(60, should_stop=lambda: True)
    assert control.beside(end.wait, end.set) is True


def test_what_goes_wrong_in_a_run_is_not_hidden() -> None:
    def fail() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        Control(60).beside(fail)


def test_a_search_for_pins_can_be_called_off_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent to the first farm of the list, the other would leave the pinned one alone."""
    problem = a_problem(
        a_party("pinned"),
        a_party("other"),
        a_slot("far", rooms=(1, 1), min_people=2),
        a_slot("also", rooms=(1,)),
        pinned=frozenset({("pinned", "far")}),
    )
    assert solve(problem, time_limit=0).matches == (("other", "far"), ("pinned", "far"))
    monkeypatch.setattr(CompactModel, "find_any", lambda *_: Feasibility(None, infeasible=False))
    with pytest.raises(ProblemError, match="Called off"):
        solve(problem)


class Refusing(Executor):
    """An executor that has broken down."""

    def submit(self, *_: object, **__: object) -> "Future[Any]":
        raise BrokenExecutor


class Losing(Executor):
    """An executor whose workers die."""

    def submit(self, *_: object, **__: object) -> "Future[Any]":
        lost: Future[Any] = Future()
        lost.set_exception(BrokenExecutor())
        return lost


@pytest.mark.parametrize("executor", [Refusing(), Losing()])
def test_lost_workers_leave_the_answer_as_it_was_and_are_noted(
    a_round: Problem, executor: Executor, caplog: pytest.LogCaptureFixture
) -> None:
    instance = make_instance(a_round)
    start = initial_solution(instance, Control(60))
    with caplog.at_level(logging.WARNING):
        pairs, bound = solve_components(
            instance, components(instance), start, Control(60), executor
        )
    assert pairs == sorted(start)
    assert bound == instance.trivial_bound()
    assert "BrokenExecutor" in caplog.text


def test_components_tell_of_the_whole_round_while_they_are_solved(a_round: Problem) -> None:
    told: list[Progress] = []
    instance = make_instance(a_round)
    control = Control(60, on_progress=told.append)
    start = initial_solution(instance, control)
    solve_components(instance, components(instance), start, control, None)
    whole = [each for each in told if each.stage == "components"]
    assert whole[0].points >= int(instance.points[start].sum())
    assert all(each.points <= each.bound for each in whole)


def test_what_goes_wrong_with_the_caller_stops_the_run() -> None:
    end = threading.Event()

    def fail() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Control(60, should_stop=fail).beside(end.wait, end.set)
    assert end.is_set()


def test_a_limit_on_moves_is_blamed_without_pins_and_not_before_it_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    previous = frozenset({("p1", "s1"), ("p1", "s2")})
    problem = a_problem(a_party(), a_slot(), a_slot("s2"), previous=previous, max_moves=0)
    with pytest.raises(ProblemError, match="allow more moves"):
        solve(problem)
    found = iter([Feasibility(None, infeasible=True), Feasibility(None, infeasible=False)])
    monkeypatch.setattr(CompactModel, "find_any", lambda *_: next(found))
    with pytest.raises(ProblemError, match="Called off"):
        solve(replace(problem, pinned=frozenset({("p1", "s1")})))
