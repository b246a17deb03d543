"""``python -m matching certify``: an answer with the prices by which anyone can verify it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from matching.certificate import written_certified
from matching.certifying import certify
from matching.command.answers import Answer, write
from matching.command.options import add_output, add_round, seconds
from matching.command.reading import read_round, read_solution
from matching.command.reports import figures
from matching.command.said import DONE
from matching.solution_json import written_solution

HELP = "add to an answer the prices that prove its bounds"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what may be given."""
    add_round(parser)
    parser.add_argument("solution", type=Path, help="the answer to it, as JSON")
    parser.add_argument("--time-limit", type=seconds, default=60, metavar="SECONDS")
    add_output(parser)


def run(options: argparse.Namespace, printed: TextIO | None) -> int:
    """Find the prices, and write the answer with them."""
    problem = read_round(options.problem, options.parties, options.slots).problem
    solution = read_solution(options.solution, problem)
    certificate, tightened = certify(problem, solution, options.time_limit)
    answer = Answer(
        written_certified(tightened, certificate), (figures(written_solution(tightened)),)
    )
    write(answer, options.output or (), printed)
    return DONE
