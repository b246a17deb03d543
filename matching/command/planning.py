"""``python -m matching plan``: which visits of an answer are sent now, and which may change."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

from matching.command.answers import Answer, Sheet, write
from matching.command.options import add_output, add_round, days
from matching.command.reading import read_round, read_solution
from matching.command.said import DONE, say
from matching.problem import Problem
from matching.scoring import told_until

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
        help="how long before its arrival a visit is sent (without it, as told_until says in the "
        f"round, else {NOTICE_DAYS})",
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
    rows: list[tuple[date, str, str, str, str, date]] = []
    for slot, party in placed:
        notice = _notice(problem, party) if options.notice is None else options.notice
        due = slot.arrival - notice
        now = "yes" if due <= problem.today else "no"
        rows.append((due, now, party, slot.id, slot.farm, slot.arrival))
    values = [
        dict(zip(COLUMNS, (str(due), now == "yes", *rest, str(arrival)), strict=True))
        for due, now, *rest, arrival in rows
    ]
    write(Answer(values, (Sheet("plan", COLUMNS, tuple(rows)),)), options.output or (), printed)
    now_due = sum(now == "yes" for _, now, *_ in rows)
    return say(
        f"{now_due} of {len(rows)} are due to be sent by {problem.today}; "
        "the others may still change.",
        code=DONE,
    )


def _notice(problem: Problem, party: str) -> timedelta:
    """Return how long before a visit a party is told, as the round was solved.

    Companions are told together: when the first of them has to know.
    """
    known = [told_until(problem, problem.party_of[each]) for each in problem.companions[party]]
    days = [max(timedelta(0), until - problem.today) for until in known if until is not None]
    return max(days, default=timedelta(days=NOTICE_DAYS))
