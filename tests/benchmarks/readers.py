"""What eight readers get of each list: `python -m tests.benchmarks.readers --before ../older`.

Each tree serves its own demonstration with gunicorn, as in an installation, and beside it an empty
page of Flask; both trees are asked in turn, in one run, so that what others do on the machine meets
both. Told is also how many times slower than the empty page a page is.
"""

import argparse
import json
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks.page_reader import EMPTY
from tests.benchmarks.pages import HERE, ask_line, reading

Rates = dict[str, tuple[float, float]]
"""By page, how many a second there were, and the 95th percentile in milliseconds of one alone."""


def middle(turns: list[Rates]) -> Rates:
    """Return the middle of what was counted of each page."""
    return {
        page: (median(each[page][0] for each in turns), median(each[page][1] for each in turns))
        for page in turns[0]
    }


def main() -> None:
    """Let eight readers read each list of both trees in turn, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.readers")
    parser.add_argument("--before", type=Path, help="a checkout of the tree to compare with")
    parser.add_argument("--size", default="national_stress", help="of the demonstration")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3, help="for each page, in each turn")
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    trees = [HERE, *([asked.before.resolve()] if asked.before else [])]
    said = f"readers {asked.readers} {asked.seconds}"
    with ExitStack() as stack:
        served = [stack.enter_context(reading(tree, asked.size)) for tree in trees]
        turns = [[json.loads(ask_line(each, said)) for each in served] for _ in range(asked.turns)]
    counted = [middle([turn[number] for turn in turns]) for number in range(len(trees))]
    for page, (rate, late) in counted[0].items():
        slower = counted[0][EMPTY][0] / rate
        line = f"{page:<30}{rate:>9.1f}/s{slower:>8.0f} × slower{late:>8.0f} ms p95 alone"
        if asked.before and page in counted[1]:
            then = counted[1][page][0]
            gain = counted[1][EMPTY][0] / then / slower
            line += f"{then:>12.1f}/s before{gain:>7.1f} ×"
        print(line)


if __name__ == "__main__":
    main()
