"""``python -m matching verify``: an answer held against rules and prices, without a solver."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from matching.certificate import certified_from
from matching.checks import ProblemError
from matching.command.files import text_of
from matching.command.options import add_round
from matching.command.reading import read_round
from matching.command.said import BAD_PROBLEM, DONE, say
from matching.lottery import are_shared
from matching.problem import Problem
from matching.serialization import parsed, problem_from
from matching.verification import verify

HELP = "prove every rule and the bounds of an answer with prices, without a solver"

SAID = {
    "how-many": "how many people can have a place",
    "who": "who should",
    "where": "where each of them should go",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what may be given."""
    add_round(parser)
    parser.add_argument(
        "certified",
        type=Path,
        nargs="?",
        help="the answer with its prices, from certify; not needed where the first file is a round "
        "with its answer and prices, as Sillon exports it",
    )


def run(options: argparse.Namespace, _printed: TextIO | None) -> int:
    """Verify, and say what is wrong, or what is proven and how."""
    path = options.certified or options.problem
    written = parsed(text_of(path), path.name)
    if options.certified is None:
        problem = _carried(written)
    else:
        problem = read_round(options.problem, options.parties, options.slots).problem
    solution, certificate = certified_from(written)
    verdict = verify(problem, solution, certificate)
    if verdict.faults:
        return say(*verdict.faults, "This answer is not verified.", code=BAD_PROBLEM)
    for name, is_proven in verdict.by_prices.items():
        how = "by its prices" if is_proven else "but for a rest that the search has proven"
        say(f"Verified {how}: the bound on {SAID[name]}.")
    if are_shared(problem, solution.tickets):
        say(f"Of more than {solution.tickets} equals, neighbours drew the same lot.")
    return say("Every rule is kept, and all sums are right.", code=DONE)


def _carried(written: object) -> Problem:
    """Return the problem that an exported round carries beside its answer."""
    if not isinstance(written, dict) or "problem" not in written:
        raise ProblemError("This file carries no answer: name the answer with its prices too.")
    return problem_from(written["problem"])
