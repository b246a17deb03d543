"""The goals of the engine, beside the rival: ``python -m tests.benchmarks goals``.

`--goals-of 250x240,2000x500` measures only these rounds; what was stored of others stays. Each is
solved with three seeds by the engine and by HiGHS alone (`rival.py`), each in a process of its own,
in one run. Time is the processor's, and so are the limits. Who comes is chosen by each; where they
go is asked of both for those who come with the engine, since of choices with as many own points one
may have better places. So each checks what the other says is proven.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

SEEDS = (0, 1, 2)
METHODS = ("engine", "highs-alone")

Figures = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """What a round must reach.

    Parameters
    ----------
    seconds
        Processor seconds that each method has.
    text
        The goal in words.
    reached
        Judges the engine's figures beside the rival's, one seed; the rival's may be lacking.
    alone
        Whether the rival does not come to any answer in the time, and is left out.
    """

    seconds: float
    text: str
    reached: Callable[[Figures, Figures | None], bool]
    alone: bool = False


def gap(each: Figures, question: str) -> float:
    """Return what is left open of a question, as a share of its bound; 1 without an answer."""
    bound = each[f"{question}_bound"]
    return 1.0 if bound is None else float((bound - each[question]) / max(1, bound))


def proven(each: Figures) -> bool:
    """Return whether all three questions are proven."""
    answered = each["people"] == each["most_people"]
    return answered and not gap(each, "who") and not gap(each, "where")


def _in_half(engine: Figures, rival: Figures | None) -> bool:
    seconds = math.inf if rival is None else rival["cpu_seconds"]
    return proven(engine) and engine["cpu_seconds"] <= seconds / 2


def _within(most: float, seconds: float, mib: float = math.inf) -> Callable[..., bool]:
    def reached(engine: Figures, _rival: Figures | None) -> bool:
        open_still = max(gap(engine, "who"), gap(engine, "where"))
        return open_still <= most and engine["cpu_seconds"] <= seconds and engine["mib"] <= mib

    return reached


HALF = "proven, ≤ ½ rival"
GOALS = {
    "250x240": Goal(60, HALF, _in_half),
    "250x240-contended": Goal(60, HALF, _in_half),
    "1000x1200": Goal(60, HALF, _in_half),
    "1000x1200-contended": Goal(60, HALF, _in_half),
    "1000x1200-holidays": Goal(60, HALF, _in_half),
    "1000x1200-moves": Goal(60, HALF, _in_half),
    "1000x1200-companions": Goal(60, HALF, _in_half),
    "2000x500": Goal(120, HALF, _in_half),
    "2000x500-limits": Goal(120, HALF, _in_half),
    "500x125-eight-beds": Goal(60, "≤ 0.05 % in 60 s", _within(5e-4, 60)),
    "2000x500-eight-beds": Goal(60, "≤ 0.3 % in 60 s", _within(3e-3, 60)),
    "5000x1250": Goal(40, "≤ 0.001 % in 40 s, 500 MiB", _within(1e-5, 40, 500)),
    "20000x5000": Goal(122, "≤ 0.02 % in 122 s", _within(2e-4, 122), alone=True),
}
HEADER = (
    f"{'round':22}{'method':>12}{'people':>14}{'who gap':>10}{'where gap':>10}{'cpu s':>8}"
    f"{'primal s':>10}{'MiB':>7}  goal"
)


def measure_goals(rows: list[str]) -> Figures:
    """Run engine and rival on each round, print the table, return all figures."""
    print(HEADER)
    kept: Figures = {}
    for name in rows or GOALS:
        goal = GOALS[name]
        kept[name] = [_of_seed(name, goal, seed) for seed in SEEDS]
        _show(name, goal, kept[name])
    _growth(kept)
    return kept


def _of_seed(name: str, goal: Goal, seed: int) -> dict[str, Figures | None]:
    """Run both methods; the rival is asked for the places of those who come with the engine."""
    engine = _apart(name, "engine", seed)
    whom = [] if engine is None else engine.pop("parties")
    if goal.alone:
        return {"engine": engine}
    rival = _apart(name, "highs-alone", seed, whom)
    if rival is not None:
        rival.pop("parties")
        wrong = engine and contradicted(engine, rival)
        assert not wrong, f"{name}, seed {seed}: a bound is false: {wrong}."
    return {"engine": engine, "highs-alone": rival}


def contradicted(engine: Figures, rival: Figures) -> list[str]:
    """Name the questions of which one answers with more than the other has proven possible."""
    found = set()
    for one, other in permutations((engine, rival)):
        if other["most_people"] is None:
            continue
        if one["people"] > other["most_people"]:
            found.add("how-many")
        if one["people"] == other["people"] and one["who"] > other["who_bound"]:
            found.add("who")
        if one["where"] > other["where_bound"]:
            found.add("where")
    return sorted(found)


def _apart(name: str, method: str, seed: int, whom: Sequence[str] = ()) -> Figures | None:
    """Run one method in a process of its own; none where it ends without an answer."""
    command = [sys.executable, "-m", "tests.benchmarks", "--goal", name, method, str(seed)]
    command += ["--whom", ",".join(whom)] if whom else []
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode:
        print(f"{name}, {method}, seed {seed}: {run.stderr.strip().splitlines()[-1:]}")
        return None
    result: Figures = json.loads(run.stdout.splitlines()[-1])
    return result


def _show(name: str, goal: Goal, seeds: list[dict[str, Figures | None]]) -> None:
    reached = 0
    for each in seeds:
        engine = each["engine"]
        reached += engine is not None and goal.reached(engine, each.get("highs-alone"))
        for method, figures in each.items():
            if figures is not None:
                print(_line(name, method, figures), flush=True)
    print(f"{'':22}{goal.text}: reached with {reached} of {len(seeds)} seeds", flush=True)


def _line(name: str, method: str, each: Figures) -> str:
    people = f"{each['people']}/{each['most_people']}"
    return (
        f"{name:22}{method:>12}{people:>14}{gap(each, 'who'):>10.4%}{gap(each, 'where'):>10.4%}"
        f"{each['cpu_seconds']:>8.2f}{each['primal']:>10.2f}{each['mib']:>7}"
    )


def _growth(kept: Figures) -> None:
    """Say how time grows with the round, where the smallest and a large one were measured."""
    ends = [
        statistics.median(each["engine"]["cpu_seconds"] for each in kept[name] if each["engine"])
        for name in ("250x240-contended", "5000x1250")
        if any(each["engine"] for each in kept.get(name, ()))
    ]
    if len(ends) == len(METHODS):
        print(f"growth of time, 250 to 5,000: exponent {math.log(ends[1] / ends[0], 20):.2f}")
