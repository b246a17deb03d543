"""The most people of each season, proven: ``python -m tests.benchmarks hindsight``.

Everybody and every place is known from the first day on, and who says no or leaves is too. Only
*how many* is asked: a second of the processor for a season, where all questions take a minute.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from matching.solver import objectives
from matching.solver.construction.augmenting import AugmentingPaths
from matching.solver.construction.initial_solution import initial_solution
from matching.solver.control import Control
from matching.solver.flow_bound import flow_bound
from matching.solver.instance import make_instance
from matching.solver.proving import prove
from tests.benchmarks.processor_clock import processor_clock
from tests.benchmarks.season import ALL_KINDS, BEDS, MIX, SECONDS, SEEDS
from tests.benchmarks.seasons import make_season


def hindsight() -> dict[str, Any]:
    """Bound the people of every season, by the flow and by all rules."""
    return {
        "seasons": [
            most_of(kind, beds, seed) for kind, beds, seed in product(ALL_KINDS, BEDS, SEEDS)
        ]
    }


def most_of(kind: str, beds: int, seed: int) -> dict[str, Any]:
    """Tell how many people a season has at most, and how many were found."""
    season = make_season(beds, seed, ALL_KINDS[kind], MIX.get(kind, 1.0))
    with processor_clock():
        control = Control(SECONDS)
        counting = objectives.how_many(make_instance(season.in_hindsight()))
        start = AugmentingPaths(counting, initial_solution(counting, control), control).run()
        proof = prove(counting, start, control, None)
    flow = flow_bound(counting)
    return {
        "season": f"{kind}, {beds}, {seed}",
        "beds": sum(slot.beds for slot in season.problem.slots),
        "people_by_flow": None if flow is None else flow.bound,
        "most_people": proof.bound,
        "people": proof.points,
    }
