"""Rounds from files: ``python -m matching solve problem.json -o solution.json``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import NoReturn, TextIO

from matching import ProblemError
from matching.command import certifying, explaining, planning, solving, verifying
from matching.command.files import FileError
from matching.command.options import CODES
from matching.command.said import BAD_FILE, BAD_PROBLEM, CALLED_OFF, say

WORDS: dict[str, ModuleType] = {
    "solve": solving,
    "explain": explaining,
    "plan": planning,
    "certify": certifying,
    "verify": verifying,
}
"""What can be asked for; each has its `HELP`, `add_options` and `run`."""


def main(
    arguments: list[str] | None = None, claim: Callable[[], TextIO | None] = lambda: sys.stdout
) -> int:
    """Run the command and tell how it went: 0 answered, 1 bad problem, 2 bad file, 130 called off.

    A wrong option ends the process with 2.

    Parameters
    ----------
    claim
        Returns where the answer goes when no file is named; none where nothing can.
    """
    options = _parser().parse_args(_with_word(sys.argv[1:] if arguments is None else arguments))
    printed = claim()
    try:
        return int(WORDS[options.word].run(options, printed))
    except FileError as error:
        return say(str(error), code=BAD_FILE)
    except ProblemError as error:
        return say(str(error), code=BAD_PROBLEM)
    except KeyboardInterrupt:
        return say("Called off before an answer was written.", code=CALLED_OFF)


def _with_word(arguments: list[str]) -> list[str]:
    """Solve when a round is given and no word; a word that is nearly one is left to be refused."""
    if not arguments:
        return ["--help"]
    first = arguments[0]
    is_word = first in WORDS or (get_close_matches(first, WORDS) and not Path(first).exists())
    return arguments if is_word or first in ("-h", "--help") else ["solve", *arguments]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching",
        description="Match parties with dated slots. Without a word, solve.",
        epilog=f"{CODES} One Ctrl-C has the best answer so far written, two nothing.",
    )
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    for name, word in WORDS.items():
        word.add_options(
            words.add_parser(name, help=word.HELP, description=word.__doc__, epilog=CODES)
        )
    return parser


def claim_standard_output() -> TextIO | None:
    """Keep standard output for the answer: all that is printed from here on goes to standard error.

    Solvers print past `sys.stdout`, and from buffers that are emptied late: so it is for good.
    """
    if sys.stdout is None:
        return None
    printed = os.fdopen(os.dup(1), "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors)
    os.dup2(2, 1)
    return printed


def run() -> NoReturn:
    """Run the command and end with it: a solver that was left behind ends too."""
    code = main(claim=claim_standard_output)
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
