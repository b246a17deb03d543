"""Nothing is longer than a reader can hold."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 45


def python_files() -> list[Path]:
    """Return the hand-written Python of the project, as git knows it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def lines_of(file: Path) -> int:
    return len(file.read_text().splitlines())


def functions_of(file: Path) -> list[tuple[str, int]]:
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return python_files()


def test_no_file_is_longer_than_three_hundred_lines(files: list[Path]) -> None:
    assert [(str(file), lines_of(file)) for file in files if lines_of(file) > LONGEST_FILE] == []


def test_no_function_is_longer_than_forty_five_lines(files: list[Path]) -> None:
    written = [file for file in files if "migrations/versions" not in str(file)]
    long = [
        (f"{file}:{name}", size)
        for file in written
        for name, size in functions_of(file)
        if size > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_module_is_a_drawer_for_everything(files: list[Path]) -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [str(file) for file in files if file.stem in drawers] == []
