"""Each promise of docs/promises.md names tests that are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "promises.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PROMISE = re.compile(r"^\| \*\*(\d+)\. [^|]+\| ([^|]+)\|", re.MULTILINE)
HOW_MANY = 16


def names_in(path: str) -> set[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text())
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_promise_names_a_test_that_is_there() -> None:
    promises = PROMISE.findall(PAGE)
    assert [int(number) for number, _ in promises] == list(range(1, HOW_MANY + 1))
    without = [number for number, tests in promises if not NAMED.search(tests)]
    gone = [f"{path}::{name}" for path, name in NAMED.findall(PAGE) if name not in names_in(path)]
    assert (without, gone) == ([], [])
