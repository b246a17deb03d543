"""What floors by the order of waiting cost: ``python -m tests.benchmarks floors``.

The rounds of `candour`, and some larger ones, with floors and without in one run. *Household* is
what a round of the web may be asked; *all* is women alone, families, French and centre at once.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from matching import Party, Problem, Solution, solve, with_floors
from matching.limits import LimitUse
from tests.benchmarks.candour import ROUNDS, held_back, placed_in, rounds
from tests.benchmarks.processor_clock import processor_clock
from tests.benchmarks.rounds import make_round
from tests.benchmarks.rows import ROWS
from tests.benchmarks.seasons import groups_of
from webapp.services.rounds.overview import household_kind

Groups = Callable[[Party], tuple[str, ...]]
GROUPINGS: dict[str, Groups] = {
    "household": lambda party: (household_kind(party),),
    "all": groups_of,
}
LARGER = ("250x240", "1000x1200", "2000x500")
SECONDS = 60.0
"""Of a processor, for a larger round."""


def floors() -> dict[str, Any]:
    """Count what floors cost, and what holding back gains where they are asked."""
    figures: dict[str, Any] = {"rounds": ROUNDS}
    for name, groups in GROUPINGS.items():
        figures[name] = _of_rounds(groups)
    with processor_clock():
        for row in LARGER:
            problem = make_round(ROWS[row].shape)
            figures[row] = {name: _beside(problem, each) for name, each in GROUPINGS.items()}
    return figures


def _asked(problem: Problem, groups: Groups) -> Problem:
    return with_floors(problem, {each.id: groups(each) for each in problem.parties})


def _of_rounds(groups: Groups) -> dict[str, Any]:
    tried, gained, sums = Counter[str](), Counter[str](), Counter[str]()
    for problem, chance in rounds():
        for what, gains in held_back(problem, chance, lambda of: placed_in(_asked(of, groups))):
            tried[what] += 1
            gained[what] += gains
        sums.update(_beside(problem, groups))
    gains_of = {what: gained[what] for what in sorted(tried)}
    return {"held_back": dict(tried), "gained": gains_of, **_rounded(sums)}


def _beside(problem: Problem, groups: Groups) -> dict[str, Any]:
    """Solve a round with floors and without; seconds are the processor's."""
    asked = _asked(problem, groups)
    (bound, seconds), (free, without) = _timed(asked), _timed(problem)
    return _rounded({
        "people": bound.people,
        "people_without": free.people,
        "own_points": bound.who.points,
        "own_points_without": free.who.points,
        "place_points": bound.where.points,
        "place_points_without": free.where.points,
        "groups": len(asked.floors),
        "groups_with_fewer_without": len(LimitUse(asked, free.matches).broken()),
        "rounds_with_fewer_people": bound.people < free.people,
        "proven": bound.is_optimal,
        "proven_without": free.is_optimal,
        "seconds": seconds,
        "seconds_without": without,
    })  # fmt: skip


def _timed(problem: Problem) -> tuple[Solution, float]:
    busy = time.process_time()
    return solve(problem, time_limit=SECONDS), time.process_time() - busy


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 2) + 0 for name, value in figures.items()}
