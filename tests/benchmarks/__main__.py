"""Measure: ``python -m tests.benchmarks [row …] [--methods engine,greedy]``; no row means all.

Each method runs in a process of its own, so that its time and its peak memory are its own. Results
are kept in ``tests/benchmarks/results`` and printed as a table: people, the most there could be,
and the gaps that each method proves for who comes and for where they go. Other measures:
``candidates``, ``explanation``, ``stability``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from matching import Problem, Room
from tests.benchmarks.goals import GOALS, measure_goals
from tests.benchmarks.memory import peak_memory
from tests.benchmarks.methods import METHODS, highs_alone
from tests.benchmarks.primal import Primal
from tests.benchmarks.processor_clock import processor_clock
from tests.benchmarks.questions import MEASURES
from tests.benchmarks.rounds import make_round
from tests.benchmarks.rows import ROWS
from tests.benchmarks.variants import VARIANTS

RESULTS = Path(__file__).parent / "results"
HEADER = (
    f"{'round':20}{'method':>9}{'people':>8}{'most':>8}{'who gap':>10}{'where':>10}{'gap':>10}"
    f"{'seconds':>9}{'cpu':>9}{'MiB':>7}"
)


def main() -> None:
    """Measure what was asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", help=", ".join([*ROWS, *MEASURES, "goals"]))
    parser.add_argument("--methods", help="only these, separated by commas")
    parser.add_argument(
        "--goals-of",
        type=lambda written: written.split(","),
        default=[],
        help="only these rounds of the goals, separated by commas",
    )
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--goal", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument(
        "--whom",
        type=lambda written: written.split(","),
        default=[],
        help=argparse.SUPPRESS,
    )
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one)))
        return
    if options.goal:
        name, method, seed = options.goal
        with processor_clock():
            seconds = GOALS[name].seconds
            print(json.dumps(measure(name, method, int(seed), seconds, options.whom)))
        return
    for name in options.rows or [*ROWS, *MEASURES, "goals"]:
        if name == "goals":
            measured = measure_goals(options.goals_of)
            keep(name, {"measured": _moment(), "rounds": stored("goals", "rounds") | measured})
            continue
        if name in MEASURES:
            keep(name, {"measured": _moment(), **MEASURES[name]()})
            continue
        wanted = options.methods.split(",") if options.methods else ROWS[name].methods
        results = [apart(name, method) for method in wanted]
        keep(name, {"measured": _moment(), "methods": results})
        show(name, results)


def problem_of(name: str, seed: int = 0) -> Problem:
    """Make the round of a row."""
    problem = make_round(ROWS[name].shape, seed)
    if ROWS[name].rooms:
        rooms = tuple(map(Room, ROWS[name].rooms))
        slots = tuple(replace(slot, rooms=rooms) for slot in problem.slots)
        problem = replace(problem, slots=slots, farm_limits={})
    if ROWS[name].variant:
        problem = VARIANTS[ROWS[name].variant](problem)
    if not name.startswith("unit"):
        return problem
    return replace(
        problem,
        parties=tuple(replace(party, together=None) for party in problem.parties),
        slots=tuple(replace(slot, min_people=1) for slot in problem.slots),
        farm_limits={},
        interpreter_limit=None,
    )


def measure(
    name: str,
    method: str,
    seed: int = 0,
    seconds: float | None = None,
    whom: Collection[str] = (),
) -> dict[str, Any]:
    """Run one method on one round, here; workers only where limits are by the clock."""
    row = ROWS[name]
    problem = problem_of(name, seed)
    primal = Primal()
    __import__("ortools.sat.python.cp_model"), __import__("ortools.math_opt.python.mathopt")
    began, busy = time.perf_counter(), time.process_time()
    limit, workers = (row.seconds, row.workers) if seconds is None else (seconds, 0)
    with peak_memory() as peak:
        run = partial(highs_alone, whom=whom) if whom else METHODS[method]
        outcome = run(problem, limit, workers, primal)
    of_workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "round": name,
        "method": method,
        **asdict(outcome),
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - busy + of_workers.ru_utime, 2),
        "primal": round(primal.integral, 3),
        "mib": peak.mib,
    }


def apart(name: str, method: str) -> dict[str, Any]:
    """Run one method on one round in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks", "--one", name, method]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    result.pop("parties")
    return result


def show(name: str, results: list[dict[str, Any]]) -> None:
    """Print the rows of one round."""
    print(HEADER)
    for each in results:
        print(
            f"{name:20}{each['method']:>9}{each['people']:>8,}{each['most_people'] or '-':>8}"
            f"{_gap(each, 'who'):>10}{each['where']:>10,}{_gap(each, 'where'):>10}"
            f"{each['seconds']:>9.2f}{each['cpu_seconds']:>9.2f}{each['mib']:>7,}",
            flush=True,
        )


def _gap(result: dict[str, Any], question: str) -> str:
    bound = result[f"{question}_bound"]
    return "-" if bound is None else f"{(bound - result[question]) / max(1, bound):.4%}"


def keep(name: str, result: dict[str, Any]) -> None:
    """Store a result beside the machine it was measured on."""
    machine = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }
    written = json.dumps({"machine": machine, **result}, indent=1) + "\n"
    (RESULTS / f"{name}.json").write_text(written, encoding="utf-8")


def stored(name: str, figures: str) -> dict[str, Any]:
    """Return figures that were kept before; none where there are none."""
    path = RESULTS / f"{name}.json"
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return dict(kept.get(figures, {}))


def _moment() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="minutes")


if __name__ == "__main__":
    main()
