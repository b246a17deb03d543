"""What may be typed: words, files and options, refused in a sentence when they are wrong."""

from __future__ import annotations

import argparse
import math
import re
from datetime import timedelta
from pathlib import Path

from matching.command.answers import WRITERS

CODES = (
    "Exit codes: 0 answered, 1 the problem has to be mended, 2 an option is wrong or a file cannot "
    "be read or written, 130 called off."
)


def add_round(parser: argparse.ArgumentParser) -> None:
    """Let a round be given, from a file or from tables beside it."""
    parser.add_argument("problem", type=Path, help="the round, as JSON")
    parser.add_argument("--parties", type=Path, help="take the parties from this CSV or XLSX file")
    parser.add_argument("--slots", type=Path, help="take the slots from this CSV or XLSX file")


def add_output(parser: argparse.ArgumentParser) -> None:
    """Let the answer go to files, of whichever kind their name ends with."""
    parser.add_argument(
        "-o",
        "--output",
        type=_output,
        action="append",
        metavar="FILE",
        help=f"where to write, as its name ends: {' or '.join(WRITERS)} (may be given several "
        "times; without it, JSON on standard output)",
    )


def _output(written: str) -> Path:
    path = Path(written)
    if path.suffix and path.suffix.lower() not in WRITERS:
        raise argparse.ArgumentTypeError(
            f"name a file that ends with {' or '.join(WRITERS)} instead of {written}"
        )
    return path


def seconds(written: str) -> float:
    """Read a time limit."""
    try:
        given = float(written)
    except ValueError:
        given = math.nan
    if not 0 <= given < math.inf:
        raise argparse.ArgumentTypeError(f"give seconds, 0 or more, instead of {written}")
    return given


def days(written: str) -> timedelta:
    """Read a number of days."""
    if not re.fullmatch(r"\d{1,3}", written):
        raise argparse.ArgumentTypeError(f"give days from 0 to 999 instead of {written}")
    return timedelta(days=int(written))


def processes(written: str) -> int:
    """Read a number of processes."""
    if not re.fullmatch(r"[1-9]\d{0,2}", written):
        raise argparse.ArgumentTypeError(f"give a number from 1 to 999 instead of {written}")
    return int(written)
