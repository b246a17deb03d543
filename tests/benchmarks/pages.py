"""What every list costs, side by side with another tree: `python -m tests.benchmarks.pages`.

`python -m tests.benchmarks.pages --before ../older` reads the same lists of both trees in turn,
each on a demonstration of its own. Counted are processor seconds, of the web process and of its
database together: on a machine that others use too they tell what a page costs, and so how many of
them one core serves. The empty page of Flask beside them says how busy the machine was.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from tests.benchmarks.page_reader import EMPTY

HERE = Path(__file__).parents[2]
READER = Path(__file__).with_name("page_reader.py")
SECOND = 1000
Costs = dict[str, tuple[float, float]]
"""By page, its processor milliseconds and the 95th percentile of the clock's."""


@contextmanager
def reading(tree: Path, size: str) -> Iterator["subprocess.Popen[str]"]:
    """Serve a tree's demonstration of a size, once it stands; it answers when asked."""
    command = [sys.executable, "-P", str(READER), size]
    with subprocess.Popen(
        command,
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdout.readline()
        yield reader
        reader.stdin.close()


def ask_line(reader: "subprocess.Popen[str]", said: object) -> str:
    """Say a line to a reader, and return the line that it answers."""
    assert reader.stdin is not None
    assert reader.stdout is not None
    print(said, file=reader.stdin, flush=True)
    return reader.stdout.readline()


def ask(reader: "subprocess.Popen[str]", times: int) -> Costs:
    """Let every list be read so many times, and return what each cost."""
    found: Costs = json.loads(ask_line(reader, times))
    return found


def best(rounds: Sequence[Costs]) -> Costs:
    """Return the middle of what was counted of each page."""
    return {
        page: (
            median(each[page][0] for each in rounds),
            median(each[page][1] for each in rounds),
        )
        for page in rounds[0]
    }


def told(now: Costs, before: Costs | None) -> Iterator[str]:
    """Give the table: a line for each page, alone where the other tree does not read it."""
    yield f"{'page':<30}{'ms':>8}{'p95 ms':>9}{'a core/s':>10}{'× empty':>9}" + (
        f"{'before: ms':>12}{'a core/s':>10}{'gain':>7}" if before else ""
    )
    for page, (cost, late) in now.items():
        times = cost / now[EMPTY][0]
        line = f"{page:<30}{cost:>8.1f}{late:>9.0f}{SECOND / cost:>10.0f}{times:>9.0f}"
        if before and page in before:
            then = before[page][0]
            # Each tree's empty page is counted too: the machine may be busier for one of them.
            gain = (then / before[EMPTY][0]) / times
            line += f"{then:>12.1f}{SECOND / then:>10.0f}{gain:>7.1f}"
        yield line


def main() -> None:
    """Read the lists of both trees in turn, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages")
    parser.add_argument("--before", type=Path, help="a checkout of the tree to compare with")
    parser.add_argument("--size", default="national_stress", help="of the demonstration")
    parser.add_argument("--times", type=int, default=20, help="each page is read in a turn")
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    trees = [HERE, *([asked.before.resolve()] if asked.before else [])]
    with ExitStack() as stack:
        readers = [stack.enter_context(reading(tree, asked.size)) for tree in trees]
        turns = [[ask(each, asked.times) for each in readers] for _ in range(asked.turns)]
    counted = [best([turn[number] for turn in turns]) for number in range(len(readers))]
    for line in told(counted[0], counted[1] if asked.before else None):
        print(line)


if __name__ == "__main__":
    main()
