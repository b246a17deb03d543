"""The engine in a process of its own: what passes between the two, and how either may end."""

import signal
import subprocess
import sys
from multiprocessing import active_children
from pathlib import Path

import psutil
import pytest

from matching import EngineDiedError, ProblemError, Progress, advise, apart, solve
from tests.matching import engines
from tests.matching.builders import a_party, a_problem, a_slot
from tests.waiting import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).parents[2]

PARENT = """
import sys
from matching import apart
from tests.matching.engines import name_oneself_and_go_on
apart(name_oneself_and_go_on, sys.argv[1])
"""


def test_a_round_solved_apart_has_the_same_answer() -> None:
    problem = a_problem(a_party(), a_slot())
    here, there = solve(problem), apart(solve, problem, 60)
    assert (there.matches, there.value) == (here.matches, here.value)
    assert apart(advise, problem, here, 3, time_limit=5) == advise(problem, here, 3, time_limit=5)


def test_progress_comes_out_and_the_wish_to_stop_goes_in() -> None:
    seen: list[Progress] = []
    asked = apart(engines.go_on_until_told, on_progress=seen.append, should_stop=lambda: bool(seen))
    assert asked >= 0
    assert [each.stage for each in seen] == ["start"]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (engines.abort, -signal.SIGABRT),
        (engines.be_ended, -signal.SIGKILL),
        (engines.break_down, 1),
    ],
)
def test_an_engine_that_dies_is_told_by_its_code_and_takes_nobody_along(
    act: object, code: int
) -> None:
    with pytest.raises(EngineDiedError) as died:
        apart(act)  # type: ignore[arg-type]
    assert died.value.code == code


def test_a_problem_to_mend_is_told_with_what_is_concerned() -> None:
    with pytest.raises(ProblemError, match=r"The pins of s1 cannot all hold\.") as told:
        apart(engines.refuse)
    assert told.value.ids == ("s1",)


def test_what_a_terminal_or_a_service_sends_to_all_is_left_to_the_parent() -> None:
    assert apart(engines.be_asked_to_end_as_its_group_is) == "went on"


def test_a_caller_that_fails_leaves_no_process_behind() -> None:
    others = set(active_children())

    def fail() -> bool:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        apart(engines.go_on_until_told, should_stop=fail)
    assert set(active_children()) == others


@pytest.mark.process
def test_it_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "engine"
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(note)], cwd=ROOT)
    try:
        wait_until(lambda: note.exists() or parent.poll() is not None)
        engine = psutil.Process(int(note.read_text()))
    finally:
        parent.kill()
        parent.wait()
    gone, left = psutil.wait_procs([engine], timeout=PATIENCE_SECONDS)
    assert (gone, left) == ([engine], [])
