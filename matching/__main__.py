"""Solve a round from a file: ``python -m matching problem.json -o solution.json``."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Self

from matching import Problem, ProblemError, Progress, Solution, explain, from_json, solve, to_json
from matching.tables import read_parties, read_slots

SOLVED, BAD_PROBLEM, BAD_FILE, CALLED_OFF = 0, 1, 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command and tell how it went: 0 solved, 1 bad problem, 2 bad file, 130 called off."""
    options = _parser().parse_args(arguments)
    try:
        problem = _problem(options)
    except OSError as error:
        return _say(BAD_FILE, f"{error.filename} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        return _say(BAD_FILE, "The file is not text in UTF-8: save it again as UTF-8.")
    except ProblemError as error:
        return _say(BAD_PROBLEM, str(error))
    try:
        with _Interruption() as interruption:
            solution = solve(
                problem,
                time_limit=options.time_limit,
                seed=options.seed,
                on_progress=_show if sys.stderr.isatty() and not options.quiet else None,
                should_stop=interruption.asked,
                executor=ProcessPoolExecutor(options.workers) if options.workers else None,
            )
    except ProblemError as error:
        return _say(BAD_PROBLEM, str(error))
    try:
        _write(options.output, _answer(problem, solution, with_reasons=options.explain))
    except OSError as error:
        return _say(BAD_FILE, f"{options.output} cannot be written: {error.strerror}.")
    return CALLED_OFF if interruption.asked() else SOLVED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching",
        description="Match parties and slots for the most points, with a proof.",
        epilog="Exit codes: 0 solved, 1 the problem has to be mended, 2 a file cannot be read or "
        "written, 130 called off (the best answer so far is written).",
    )
    parser.add_argument("problem", type=Path, help="the round, as JSON")
    parser.add_argument("-o", "--output", type=Path, help="where to write (else standard output)")
    parser.add_argument("--parties", type=Path, help="take the parties from this CSV file")
    parser.add_argument("--slots", type=Path, help="take the slots from this CSV file")
    parser.add_argument("--time-limit", type=float, default=60, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--workers", type=int, default=0, help="processes for the parts of a large round"
    )
    parser.add_argument("--explain", action="store_true", help="add the reasons for each party")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    return parser


def _problem(options: argparse.Namespace) -> Problem:
    try:
        written = json.loads(options.problem.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise ProblemError(f"{options.problem.name} is not JSON: {error}.") from error
    for name, read in (("parties", read_parties), ("slots", read_slots)):
        if (table := getattr(options, name)) is not None:
            written[name] = read(table)
    problem = from_json(written)
    if not isinstance(problem, Problem):
        raise ProblemError("This is a solution, not a problem: give the round itself.")
    return problem


def _answer(problem: Problem, solution: Solution, *, with_reasons: bool) -> str:
    written = json.loads(to_json(solution))
    if with_reasons:
        written["explanations"] = [
            asdict(explain(problem, solution, party.id, "party")) for party in problem.parties
        ]
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path | None, text: str) -> None:
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


def _show(progress: Progress) -> None:
    print(progress, file=sys.stderr)


def _say(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


class _Interruption:
    """Turns the first Ctrl-C into a wish to stop; a second one ends at once."""

    def __init__(self) -> None:
        self._asked = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_error: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def asked(self) -> bool:
        """Tell whether it was asked to stop."""
        return self._asked


if __name__ == "__main__":
    sys.exit(main())
