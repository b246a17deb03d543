"""How many sleep beside strangers, before and after places worth as much are exchanged.

``python -m tests.benchmarks sharing``: the rounds of `candour`, ``SILLON_ROUNDS`` as there.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any
from unittest.mock import patch

from matching import Problem, Solution, solve
from matching.room_plan import Bedding, people_beside_strangers
from matching.solver.sharing import SharingLeast
from tests.benchmarks.candour import ROUNDS, rounds


def sharing() -> dict[str, Any]:
    """Solve each round without exchanges and with them: who comes, and the points, are the same."""
    sums: Counter[str] = Counter()
    seconds = 0.0
    for problem, _ in rounds():
        with patch.object(SharingLeast, "run", lambda self: self.partial.pairs):
            before = solve(problem)
        began = time.process_time()
        after = solve(problem)
        seconds += time.process_time() - began
        assert after.value == before.value, "An exchange has cost something."
        sums.update({"people": after.people, "rounds_proven": after.is_optimal})
        sums.update({"beside_strangers_before": _beside_strangers(problem, before)})
        sums.update({"beside_strangers": _beside_strangers(problem, after)})
    return {"rounds": ROUNDS, **sums, "seconds": round(seconds, 1)}


def _beside_strangers(problem: Problem, solution: Solution) -> int:
    return sum(
        people_beside_strangers(
            [problem.party_of[party] for party in group], _of(slot, solution.rooms)
        )
        for slot, group in solution.group_of.items()
    )


def _of(slot: str, rooms: Iterable[Bedding]) -> list[Bedding]:
    return [each for each in rooms if each.slot == slot]
