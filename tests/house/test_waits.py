"""No test waits for ever."""

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]
COUNTS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def is_bounded(loop: ast.While) -> bool:
    """Return whether a loop counts towards something, or has a deadline."""
    counts = any(
        isinstance(sign, COUNTS)
        for node in ast.walk(loop.test)
        if isinstance(node, ast.Compare)
        for sign in node.ops
    )
    named = {node.id for node in ast.walk(loop) if isinstance(node, ast.Name)}
    return counts or "deadline" in named


def test_no_test_waits_without_a_bound() -> None:
    files = [file for file in TESTS.rglob("*.py") if "benchmarks" not in file.parts]
    unbounded = [
        f"{file}:{node.lineno}: use tests.waiting.wait_until"
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.While) and not is_bounded(node)
    ]
    assert unbounded == []
