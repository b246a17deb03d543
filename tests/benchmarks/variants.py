"""What is changed in an invented round, so that one kind of rule carries it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matching import Party, Problem, first_come_first_served

COMPANIONS_OF = 3
"""Every third party goes with the one before it: as far, at the same time, from the same home."""

FARM_LIMIT, MONTH_LIMIT = 3, 4
"""Parties a farm, and people a month of it."""

PARTIES_AN_INTERPRETER = 50
MOVES = 0.1
"""Share of those who had a place that may be moved."""


def with_companions(problem: Problem) -> Problem:
    """Let two of three parties travel together, from one home and at the same time."""
    parties = list(problem.parties)
    for at in range(1, len(parties), COMPANIONS_OF):
        first = replace(parties[at - 1], together=f"c{at}", private=False)
        parties[at - 1 : at + 1] = [first, _companion(first, parties[at])]
    return replace(problem, parties=tuple(parties))


def _companion(first: Party, other: Party) -> Party:
    return replace(
        other,
        together=first.together,
        home=first.home,
        reach_km=first.reach_km,
        available=first.available,
        private=False,
    )


def with_limits(problem: Problem) -> Problem:
    """Limit every farm, each of its months, and interpreters to half as many."""
    farms = {slot.farm for slot in problem.slots}
    months = sorted({slot.arrival.isoformat()[:7] for slot in problem.slots})
    return replace(
        problem,
        farm_limits=dict.fromkeys(sorted(farms), FARM_LIMIT),
        month_limits={farm: dict.fromkeys(months, MONTH_LIMIT) for farm in sorted(farms)},
        interpreter_limit=len(problem.parties) // PARTIES_AN_INTERPRETER,
    )


def with_moves(problem: Problem) -> Problem:
    """Let a tenth be moved of those who had a place when a tenth of all had not come yet."""
    newest = len(problem.parties) // 10
    before = replace(problem, parties=problem.parties[newest:])
    pairs = frozenset(first_come_first_served(before).matches)
    return replace(problem, previous=pairs, max_moves=round(MOVES * len(pairs)))


VARIANTS: dict[str, Callable[[Problem], Problem]] = {
    "companions": with_companions,
    "limits": with_limits,
    "moves": with_moves,
}
