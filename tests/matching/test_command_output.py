"""Where ``python -m matching`` writes its answer, and what else may not come there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching import to_json
from matching.__main__ import main
from tests.matching.builders import a_party, a_problem, a_slot

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(to_json(a_problem(a_party(), a_slot())), encoding="utf-8")
    return path


LOUD = """
import ctypes, os, sys
import matching.__main__
from matching.command import solving as command
printed = ctypes.CDLL(None)

def loud(problem, **given):
    printed.puts(b"a library prints through C")
    printed.fflush(None)
    os.write(1, b"a library prints through the system\\n")
    print("a library prints through Python", flush=True)
    printed.puts(b"and some of it comes late")
    return solve(problem, **given)

solve, command.solve = command.solve, loud
os._exit, end = lambda code: (printed.fflush(None), end(code)), os._exit
matching.__main__.run()
"""
"""The command, with a solver that prints whatever solvers print, and buffers emptied at the end."""


def test_standard_output_carries_the_answer_alone_whatever_a_library_prints(
    problem_file: Path,
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LOUD, str(problem_file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    assert json.loads(ended.stdout)["matches"] == [["p1", "s1"]]
    assert ended.stderr.count("a library prints") == 3
    assert "comes late" in ended.stderr


def test_where_standard_output_is_closed_a_file_can_be_named(
    problem_file: Path, tmp_path: Path
) -> None:
    command = f"{sys.executable} -m matching {problem_file}"
    closed, named = (
        subprocess.run(
            ["/bin/sh", "-c", f"{command} {option} >&-"],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
        for option in ("", f"-o {tmp_path / 'answer.json'}")
    )
    assert (closed.returncode, closed.stderr) == (
        2,
        "Standard output is closed: name a file with -o.\n",
    )
    assert (named.returncode, named.stderr) == (0, "")


@pytest.mark.parametrize("word", ["", "solve", "explain"])
def test_help_is_an_answer(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*word.split(), "--help"])
    assert ended.value.code == 0
    assert f"usage: python -m matching {word}".strip() in capsys.readouterr().out
