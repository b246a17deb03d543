"""``python -m matching plan``: which visits of an answer are sent now, and which may change."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from matching.command.answers import Answer, Sheet, write
from matching.command.options import add_output, add_round, days
from matching.command.reading import read_round, read_solution
from matching.command.said import DONE, say
from matching.problem import Problem

HELP = "say which visits of an answer are due to be sent, and when the others are"
COLUMNS = ("due", "now", "party", "slot", "farm", "arrival")
NOTICE_DAYS = 21


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what may be given."""
    add_round(parser)
    parser.add_argument("solution", type=Path, help="the answer to it, as JSON")
    parser.add_argument(
        "--notice",
        type=days,
        metavar="DAYS",
        help="how long before its arrival a visit is sent (without it, as the round's told_until "
        f"says, else {NOTICE_DAYS})",
    )
    add_output(parser)


def run(options: argparse.Namespace, printed: TextIO | None) -> int:
    """List who is placed by the day on which their visit is due, and count those sent now."""
    problem = read_round(options.problem, options.parties, options.slots).problem
    placed = [
        (problem.slot_of[match.slot], match.party)
        for match in read_solution(options.solution, problem).matches
    ]
    placed.sort(key=lambda each: (each[0].arrival, each[1]))
    notice = options.notice if options.notice is not None else _notice_of(problem)
    until = problem.today + notice
    rows = tuple(
        (
            slot.arrival - notice,
            "yes" if slot.arrival <= until else "no",
            party,
            slot.id,
            slot.farm,
            slot.arrival,
        )
        for slot, party in placed
    )
    values = [
        dict(zip(COLUMNS, (str(due), now == "yes", *rest, str(arrival)), strict=True))
        for due, now, *rest, arrival in rows
    ]
    write(Answer(values, (Sheet("plan", COLUMNS, rows),)), options.output or (), printed)
    due = sum(slot.arrival <= until for slot, _ in placed)
    return say(
        f"{due} of {len(rows)} are due to be sent by {problem.today}; the others may still change.",
        code=DONE,
    )


def _notice_of(problem: Problem) -> timedelta:
    """Return how long before a visit is sent in a round that was solved for such a notice."""
    if problem.told_until is None:
        return timedelta(days=NOTICE_DAYS)
    return max(timedelta(0), problem.told_until - problem.today)
