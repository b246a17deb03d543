"""``python -m matching solve``: the best matches of a round, with a bound that nothing exceeds."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any, TextIO

from matching.checks import PinsClashError, ProblemError
from matching.command.answers import Answer, write
from matching.command.options import add_output, add_round, processes, seconds
from matching.command.outcome import clash, nobody_placed
from matching.command.processes import Interruption, worker_processes
from matching.command.reading import read_round
from matching.command.reports import figures, of_parties, of_slots
from matching.command.said import CALLED_OFF, DONE, say
from matching.explanation import explain
from matching.problem import Problem
from matching.serialization import to_json
from matching.solution import Solution
from matching.solver import Progress, solve

HELP = "match parties and slots for the most points, with a proof"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what may be given."""
    add_round(parser)
    add_output(parser)
    parser.add_argument("--time-limit", type=seconds, default=60, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--workers", type=processes, help="processes for the parts of a large round"
    )
    parser.add_argument("--explain", action="store_true", help="add the reasons for each party")
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def run(options: argparse.Namespace, printed: TextIO | None) -> int:
    """Solve, write the answer, and say what is odd about either."""
    given = read_round(options.problem, options.parties, options.slots)
    say(*given.doubts)
    with Interruption() as interruption:
        try:
            solution = _solve(given.problem, options, interruption)
        except ProblemError as error:
            if interruption.asked():
                return say(str(error), code=CALLED_OFF)
            if isinstance(error, PinsClashError):
                raise ProblemError(clash(given.problem, error), *error.ids) from error
            raise
        answer = _answer(given.problem, solution, with_reasons=options.explain)
        write(answer, options.output or (), printed)
    if why := nobody_placed(given.problem, solution):
        say(why)
    return CALLED_OFF if interruption.asked() else DONE


def _solve(problem: Problem, options: argparse.Namespace, interruption: Interruption) -> Solution:
    with worker_processes(options.workers) as executor:
        return solve(
            problem,
            time_limit=options.time_limit,
            seed=options.seed,
            on_progress=_show if sys.stderr.isatty() and not options.quiet else None,
            should_stop=interruption.asked,
            executor=executor,
        )


def _answer(problem: Problem, solution: Solution, *, with_reasons: bool) -> Answer:
    values: dict[str, Any] = json.loads(to_json(solution))
    if with_reasons:
        values["explanations"] = [
            asdict(explain(problem, solution, party.id, "party")) for party in problem.parties
        ]
    sheets = (of_parties(problem, solution), of_slots(problem, solution), figures(values))
    return Answer(values, sheets)


def _show(progress: Progress) -> None:
    say(str(progress))
