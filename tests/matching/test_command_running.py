"""While ``python -m matching`` runs: its progress, its workers, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil
import pytest

from matching import Problem, Solution, breaches, from_json, solve, to_json
from matching.__main__ import main
from matching.command.processes import worker_processes
from tests.benchmarks.rounds import Shape, make_round
from tests.matching.builders import a_party, a_problem, a_slot, an_ocean_apart

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120

Solve = Callable[..., Solution]


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(to_json(a_problem(a_party(), a_slot())), encoding="utf-8")
    return path


@pytest.fixture
def solve_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[Solve], None]:
    """Let the command solve in another way."""
    return lambda other: monkeypatch.setattr("matching.command.solving.solve", other)


def wait_for_the_end_of_all_but(others: set[BaseProcess]) -> None:
    """Wait until all other workers have ended: whose thread hears of it first is open."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while set(active_children()) - others:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_terminal_shows_progress_unless_asked_to_be_quiet(
    problem_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main([str(problem_file)])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    main([str(problem_file), "--quiet"])
    assert capsys.readouterr().err == ""
    main([str(problem_file)])
    shown = capsys.readouterr()
    assert " s  who       start " in shown.err
    assert json.loads(shown.out)["matches"] == [["p1", "s1"]]


def test_the_time_limit_and_the_seed_reach_the_solver(
    problem_file: Path, solve_as: Callable[[Solve], None]
) -> None:
    seen: list[tuple[float, int]] = []

    def watched(problem: Problem, **given: Any) -> Solution:
        seen.append((given["time_limit"], given["seed"]))
        return solve(problem)

    solve_as(watched)
    main([str(problem_file)])
    main([str(problem_file), "--time-limit", "2.5", "--seed", "7"])
    main([str(problem_file), "--time-limit", "0"])
    assert seen == [(60, 0), (2.5, 7), (0, 0)]


def test_no_time_at_all_is_solved_with_what_it_found(
    problem_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(problem_file), "--time-limit", "0"]) == 0
    assert from_json(capsys.readouterr().out).where.bound > 0


def test_workers_are_as_many_as_asked_for_and_gone_at_the_end(
    problem_file: Path, solve_as: Callable[[Solve], None]
) -> None:
    before = set(active_children())
    seen: list[int] = []

    def watched(problem: Problem, *, executor: Executor | None, **_: Any) -> Solution:
        if executor is not None:
            assert executor.submit(os.getpid).result() != os.getpid()
        seen.append(len(set(active_children()) - before))
        return solve(problem)

    solve_as(watched)
    assert main([str(problem_file)]) == 0
    assert main([str(problem_file), "--workers", "3"]) == 0
    assert seen == [0, 3]
    wait_for_the_end_of_all_but(before)


def test_workers_that_nobody_asks_for_anything_are_not_started() -> None:
    before = set(active_children())
    with worker_processes(2):
        pass
    wait_for_the_end_of_all_but(before)


def test_workers_leave_ctrl_c_to_their_parent() -> None:
    with worker_processes(1) as pool:
        assert pool is not None
        assert pool.submit(signal.getsignal, signal.SIGINT).result() == signal.SIG_IGN


@pytest.mark.parametrize("calls", [1, 2, 20])
def test_workers_end_at_once_whatever_they_do_and_whatever_waits(calls: int) -> None:
    """A thread of the pool that falls over cancelled calls warns, which is an error here."""
    before, threads = set(active_children()), set(threading.enumerate())
    began = time.monotonic()
    with worker_processes(2) as pool:
        assert pool is not None
        sent = [pool.submit(time.sleep, 600) for _ in range(calls)]
        time.sleep(0.3)  # workers begin, and the pool has handed out all that it hands out ahead
        for each in sent:
            each.cancel()
    for thread in set(threading.enumerate()) - threads:
        thread.join(PATIENCE_SECONDS)
    assert time.monotonic() - began < PATIENCE_SECONDS
    wait_for_the_end_of_all_but(before)


def test_one_ctrl_c_writes_the_best_so_far(
    problem_file: Path, tmp_path: Path, solve_as: Callable[[Solve], None]
) -> None:
    def interrupted(problem: Problem, *, should_stop: Callable[[], bool], **_: Any) -> Solution:
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        return solve(problem)

    usual = signal.getsignal(signal.SIGINT)
    solve_as(interrupted)
    output = tmp_path / "solution.json"
    assert main([str(problem_file), "-o", str(output)]) == 130
    assert from_json(output.read_text(encoding="utf-8")).matches == (("p1", "s1"),)
    assert signal.getsignal(signal.SIGINT) == usual


@pytest.mark.parametrize("workers", [[], ["--workers", "1"]])
def test_a_second_ctrl_c_ends_at_once_and_writes_nothing(
    workers: list[str],
    problem_file: Path,
    tmp_path: Path,
    solve_as: Callable[[Solve], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(_: Problem, *, executor: Executor | None, **__: Any) -> Solution:
        if executor is not None:
            executor.submit(time.sleep, 600)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("It went on.")

    before = set(active_children())
    solve_as(interrupted)
    output = tmp_path / "solution.json"
    assert main([str(problem_file), "-o", str(output), *workers]) == 130
    assert capsys.readouterr().err == "Called off before an answer was written.\n"
    assert not output.exists()
    wait_for_the_end_of_all_but(before)


def two_hard_countries() -> Problem:
    """Two rounds an ocean apart, neither of which is proven within seconds."""
    here, there = (make_round(Shape(2_000, 400, 0.7, True, 0.5), seed) for seed in (1, 2))
    both = an_ocean_apart(here, there)
    farms = {slot.farm for slot in both.slots}
    limits = {farm: limit for farm, limit in both.farm_limits.items() if farm in farms}
    return replace(both, farm_limits=limits)


def wait_for_busy_workers(command: "subprocess.Popen[str]") -> list[psutil.Process]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and command.poll() is None:
        workers: list[psutil.Process] = psutil.Process(command.pid).children()
        busy = [each for each in workers if each.cpu_times().user > 0.3]
        if len(busy) >= 2:
            return workers
        time.sleep(0.05)
    raise AssertionError(f"No two workers were busy; it ended with {command.poll()}.")


@pytest.mark.process
def test_ctrl_c_in_a_terminal_leaves_a_valid_answer_and_no_worker(tmp_path: Path) -> None:
    problem = two_hard_countries()
    path, output = tmp_path / "problem.json", tmp_path / "solution.json"
    path.write_text(to_json(problem), encoding="utf-8")
    options = ["-o", str(output), "--workers", "2", "--time-limit", "600"]
    command = subprocess.Popen(
        [sys.executable, "-m", "matching", str(path), *options],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that its group, as a terminal's, is not that of the tests
    )
    try:
        workers = wait_for_busy_workers(command)
        os.killpg(command.pid, signal.SIGINT)
        _, said = command.communicate(timeout=PATIENCE_SECONDS)
    finally:
        with suppress(ProcessLookupError):  # none of them is left
            os.killpg(command.pid, signal.SIGKILL)
    assert said == ""
    assert command.returncode == 130
    solution = from_json(output.read_text(encoding="utf-8"))
    assert breaches(problem, solution.matches) == ()
    assert not solution.is_optimal
    assert [each for each in workers if each.is_running()] == []


def test_ids_of_any_script_reach_a_terminal_that_knows_none(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text(to_json(a_problem(a_party("سيون 🐑"), a_slot())), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "matching", str(path)],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert json.loads(run.stdout)["matches"] == [["سيون 🐑", "s1"]]


LEAVES_A_SOLVER_BEHIND = """
import sys, time
import matching.__main__
from matching.command import solving as command
from matching import Part
from matching.solver.control import Control

def called_off(problem, **_):
    Control(60, should_stop=lambda: True).beside(lambda: time.sleep(600))
    return command.Solution(
        matches=(), people=0, most_people=0, who=Part(0, 0), where=Part(0, 0)
    )

command.solve = called_off
matching.__main__.run()
"""


def test_the_command_does_not_wait_for_a_solver_that_was_left_behind(problem_file: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LEAVES_A_SOLVER_BEHIND, str(problem_file)],
        cwd=ROOT,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    )
    assert json.loads(run.stdout)["matches"] == []


def test_an_output_that_cannot_be_written_is_named(problem_file: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        run = subprocess.run(
            [sys.executable, "-m", "matching", str(problem_file)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 2
    assert run.stderr.startswith("Standard output cannot be written")
