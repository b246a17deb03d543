"""Solve a round from a file: ``python -m matching problem.json -o solution.json``."""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import asdict
from multiprocessing import active_children
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, Self, TextIO

from matching import Problem, ProblemError, Progress, Solution, explain, from_json, solve, to_json
from matching.csv_input import FileError, read_parties, read_slots, text_of
from matching.json_readers import mapping
from matching.serialization import parsed

SOLVED, BAD_PROBLEM, BAD_FILE, CALLED_OFF = 0, 1, 2, 130


def main(
    arguments: list[str] | None = None, claim: Callable[[], TextIO | None] = lambda: sys.stdout
) -> int:
    """Run the command and tell how it went: 0 solved, 1 bad problem, 2 bad file, 130 called off.

    A wrong option ends the process with 2.

    Parameters
    ----------
    claim
        Returns where the answer goes when no file is named; none where nothing can.
    """
    options = _parser().parse_args(arguments)
    answers = claim()
    try:
        return _run(options, answers)
    except FileError as error:
        return _say(BAD_FILE, str(error))
    except ProblemError as error:
        return _say(BAD_PROBLEM, str(error))
    except KeyboardInterrupt:
        return _say(CALLED_OFF, "Called off before an answer was written.")


def _run(options: argparse.Namespace, answers: TextIO | None) -> int:
    problem = _problem(options)
    with _Interruption() as interruption:
        try:
            solution = _solve(problem, options, interruption)
        except ProblemError as error:
            if interruption.asked():
                return _say(CALLED_OFF, str(error))
            raise
        answer = _answer(problem, solution, with_reasons=options.explain)
        text = json.dumps(answer, ensure_ascii=options.output is None, indent=1)
        _write(options.output or answers, text)
    return CALLED_OFF if interruption.asked() else SOLVED


def _solve(problem: Problem, options: argparse.Namespace, interruption: _Interruption) -> Solution:
    with worker_processes(options.workers) as executor:
        return solve(
            problem,
            time_limit=options.time_limit,
            seed=options.seed,
            on_progress=_show if sys.stderr.isatty() and not options.quiet else None,
            should_stop=interruption.asked,
            executor=executor,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching",
        description="Match parties and slots for the most points, with a proof.",
        epilog="Exit codes: 0 solved, 1 the problem has to be mended, 2 an option is wrong or a "
        "file cannot be read or written, 130 called off (after one Ctrl-C the best answer so far "
        "is written, after two nothing is).",
    )
    parser.add_argument("problem", type=Path, help="the round, as JSON")
    parser.add_argument("-o", "--output", type=Path, help="where to write (else standard output)")
    parser.add_argument("--parties", type=Path, help="take the parties from this CSV file")
    parser.add_argument("--slots", type=Path, help="take the slots from this CSV file")
    parser.add_argument("--time-limit", type=_seconds, default=60, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--workers", type=_processes, help="processes for the parts of a large round"
    )
    parser.add_argument("--explain", action="store_true", help="add the reasons for each party")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    return parser


def _seconds(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise argparse.ArgumentTypeError(f"give seconds, 0 or more, instead of {written}")
    return seconds


def _processes(written: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", written):
        raise argparse.ArgumentTypeError(f"give a number from 1 to 999 instead of {written}")
    return int(written)


def _problem(options: argparse.Namespace) -> Problem:
    written = parsed(text_of(options.problem), options.problem.name)
    values = dict(mapping(written, "The problem"))
    for name, read in (("parties", read_parties), ("slots", read_slots)):
        if (table := getattr(options, name)) is not None:
            values[name] = read(table)
    problem = from_json(values)
    if not isinstance(problem, Problem):
        raise ProblemError("This is a solution, not a problem: give the round itself.")
    return problem


@contextmanager
def worker_processes(count: int | None) -> Iterator[Executor | None]:
    """Give the solver workers, if any are asked for, and end them with whatever they still do.

    Ctrl-C reaches every process of a terminal. Workers ignore it: their parent decides.
    """
    if count is None:
        yield None
        return
    others = set(active_children())
    pool = ProcessPoolExecutor(
        count, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )
    try:
        yield pool
    finally:
        try:
            if set(active_children()) - others:
                _take_back(pool, count)
        finally:
            for worker in set(active_children()) - others:
                worker.terminate()  # a part that nobody awaits may take until the time limit
                worker.join()


def _take_back(pool: Executor, count: int) -> None:
    """Cancel what no worker has been handed, and wait until the pool knows.

    A pool that loses its workers while it holds cancelled calls ends in a traceback. So more calls
    are sent than it hands out ahead: once the last is over, run or cancelled, so are all before it.
    """
    with suppress(BrokenProcessPool, CancelledError):
        last = [pool.submit(int) for _ in range(count + 2)][-1]
        pool.shutdown(wait=False, cancel_futures=True)
        last.result()


def _answer(problem: Problem, solution: Solution, *, with_reasons: bool) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(to_json(solution))
    if with_reasons:
        written["explanations"] = [
            asdict(explain(problem, solution, party.id, "party")) for party in problem.parties
        ]
    return written


def _write(where: Path | TextIO | None, text: str) -> None:
    """Write a line to a file, or to standard output: that may know no more than ASCII."""
    if where is None:
        raise FileError("Standard output is closed: name a file with -o.")
    try:
        if isinstance(where, Path):
            where.write_text(f"{text}\n", encoding="utf-8")
        else:
            where.write(f"{text}\n")
            where.flush()
    except OSError as error:
        named = where if isinstance(where, Path) else "Standard output"
        raise FileError(f"{named} cannot be written: {error.strerror}.") from error


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
        """Return whether it was asked to stop."""
        return self._asked


def claim_standard_output() -> TextIO | None:
    """Keep standard output for the answer: all that is printed from here on goes to standard error.

    Solvers print past `sys.stdout`, and from buffers that are emptied late: so it is for good.
    """
    if sys.stdout is None:
        return None
    answers = os.fdopen(os.dup(1), "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors)
    os.dup2(2, 1)
    return answers


def run() -> NoReturn:
    """Run the command and end with it: a solver that was left behind ends too."""
    code = main(claim=claim_standard_output)
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
