"""How fast candidates are judged and questions answered, and how few move after one pin."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from matching import (
    Problem,
    Solution,
    Weights,
    advise,
    explain,
    find_candidates,
    replacements,
    solve,
    stream_candidates,
)
from matching.candidates import CandidateFinder
from matching.eligibility import EARTH_RADIUS_KM
from matching.party_arrays import unit_vectors
from tests.benchmarks.candour import candour, wishes
from tests.benchmarks.floors import floors
from tests.benchmarks.hindsight import hindsight
from tests.benchmarks.rounds import Shape, make_round
from tests.benchmarks.rows import ROWS
from tests.benchmarks.season import measure_season
from tests.benchmarks.sharing import sharing
from tests.benchmarks.subtraction import subtraction

PINS = 50


def candidates() -> dict[str, Any]:
    """Count the pairs in reach that are judged in a second on one core, streaming."""
    problem = make_round(Shape(20_000, 4_000, 0.66, families=True, crowding=0.3))
    began, busy = time.perf_counter(), time.process_time()
    found = sum(len(block) for block in stream_candidates(problem))
    seconds = time.process_time() - busy
    reach = _pairs_in_reach(problem)
    return _shown(
        "candidates",
        pairs_in_reach=reach,
        candidates=found,
        seconds=round(time.perf_counter() - began, 2),
        cpu_seconds=round(seconds, 2),
        pairs_in_reach_a_second=round(reach / seconds),
    )


def _pairs_in_reach(problem: Problem) -> int:
    finder = CandidateFinder(problem)
    places = unit_vectors(np.array([slot.place for slot in finder.slots]))
    edge = np.cos(np.minimum(finder.party_arrays.reach / EARTH_RADIUS_KM, np.pi))
    return sum(int((finder.party_arrays.vectors @ place >= edge).sum()) for place in places)


def explanation() -> dict[str, Any]:
    """Time `explain`, `replacements` and `advise`."""
    small, large = make_round(ROWS["250x240"].shape), make_round(ROWS["5000x1250"].shape)
    solved, started = solve(small), solve(large, time_limit=20)
    times: dict[str, list[float]] = {}
    for name, problem, solution in (("250x240", small, solved), ("5000x1250", large, started)):
        asked = [party.id for party in problem.parties[:30]]
        for given in asked + [slot.id for slot in problem.slots[:30]]:
            with _timed(times, f"explain {name}"):
                explain(problem, solution, given)
    for match in solved.matches[:30]:
        with _timed(times, "replacements 250x240"):
            replacements(small, solved.without(small, match.party), match.slot)
    with _timed(times, "advise 250x240"):
        advise(small, solved)
    worst = {f"{name}, worst of {len(each)}": round(max(each), 4) for name, each in times.items()}
    return _shown("explanation", **worst)


@contextmanager
def _timed(times: dict[str, list[float]], name: str) -> Iterator[None]:
    began = time.process_time()
    yield
    times.setdefault(name, []).append(time.process_time() - began)


def stability() -> dict[str, Any]:
    """Pin one party elsewhere, solve again, and count the others that move: 50 times."""
    problem = make_round(ROWS["250x240"].shape)
    before = solve(problem)
    open_pairs = [
        (each.party, each.slot)
        for each in find_candidates(problem)
        if each.party in before.slot_of and before.slot_of[each.party] != each.slot
    ]
    random.Random(1).shuffle(open_pairs)
    pins = [pair for pair in open_pairs if _can_hold(problem, pair)][:PINS]
    free = replace(problem, weights=replace(problem.weights, continuity=0))
    heavy = Weights(continuity=40)
    return _shown(
        "stability",
        pins=PINS,
        moved_without_continuity=_moved(free, before, pins),
        moved_with_continuity=_moved(problem, before, pins),
        moved_with_continuity_40=_moved(replace(problem, weights=heavy), before, pins),
    )


def _can_hold(problem: Problem, pair: tuple[str, str]) -> bool:
    """Leave out pairs whose companions or whose slot's minimum would make another's move a must."""
    party, slot = problem.party_of[pair[0]], problem.slot_of[pair[1]]
    return party.together is None and party.people >= slot.min_people


def _moved(problem: Problem, before: Solution, pins: list[tuple[str, str]]) -> float:
    moved = 0
    for pin in pins:
        again = replace(problem, pinned=frozenset({pin}), previous=frozenset(before.matches))
        after = solve(again)
        moved += sum(
            after.slot_of.get(party) != slot for party, slot in before.matches if party != pin[0]
        )
    return round(moved / len(pins), 2)


def _shown(name: str, **figures: Any) -> dict[str, Any]:
    print(name, *(f"{key}: {value}" for key, value in figures.items()), sep="\n  ", flush=True)
    return figures


MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "candour": lambda: _shown("candour", **candour()),
    "wishes": lambda: _shown("wishes", **wishes()),
    "sharing": lambda: _shown("sharing", **sharing()),
    "hindsight": lambda: _shown("hindsight", **hindsight()),
    "subtraction": lambda: _shown("subtraction", **subtraction()),
    "floors": lambda: _shown("floors", **floors()),
    "candidates": candidates,
    "explanation": explanation,
    "stability": stability,
    "season": measure_season,
}
