"""``python -m matching explain``: why this slot, why none, and what would change it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from matching.command.answers import Answer, write
from matching.command.options import add_output, add_round
from matching.command.reading import read_round, read_solution
from matching.command.reports import of_reasons
from matching.command.said import DONE, say
from matching.explanation import explain

HELP = "say why each party goes where it goes, or nowhere, and what would change it"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what may be given."""
    add_round(parser)
    parser.add_argument("solution", type=Path, help="the answer to it, as JSON")
    parser.add_argument("ids", nargs="*", metavar="ID", help="parties or slots (else all parties)")
    add_output(parser)


def run(options: argparse.Namespace, printed: TextIO | None) -> int:
    """Explain, write the reasons, and say what is odd about the round."""
    given = read_round(options.problem, options.parties, options.slots)
    say(*given.doubts)
    solution = read_solution(options.solution, given.problem)
    asked = options.ids or [party.id for party in given.problem.parties]
    reasons = [explain(given.problem, solution, each) for each in asked]
    write(
        Answer([asdict(each) for each in reasons], (of_reasons(reasons),)),
        options.output or (),
        printed,
    )
    return DONE
