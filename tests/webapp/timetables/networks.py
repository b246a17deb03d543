"""Small invented networks, and the best ways in them found without any cleverness."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from webapp.geography.timetables.scanning import CHANGE_SECONDS, WALKING_KMH
from webapp.geography.timetables.timetable import DAY_SECONDS, Timetable

A_DAY = date(2027, 5, 4)
NEVER = 10**9


@dataclass(frozen=True)
class Run:
    """Calls of one train: stop, arrival and departure, whether people get on and off."""

    calls: tuple[tuple[int, int, int, bool, bool], ...]
    days: tuple[bool, ...] = (True,)


def a_timetable(
    runs: list[Run],
    places: list[tuple[float, float]],
    stations: list[int] | None = None,
    first_day: date = A_DAY,
) -> Timetable:
    """Write runs as a timetable; each has a service of its own."""
    calls = [call for run in runs for call in run.calls]
    counts = [len(run.calls) for run in runs]
    stop, arrives, departs, takes, leaves = zip(*calls, strict=True)
    return Timetable(
        publisher="An operator",
        first_day=first_day,
        stops=tuple(f"Stop {number}" for number in range(len(places))),
        places=np.array(places, np.float64),
        stations=np.array(stations or range(len(places)), np.int32),
        lines=tuple(f"Line {number}" for number in range(len(runs))),
        starts=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        stop=np.array(stop, np.int32),
        arrives=np.array(arrives, np.int32),
        departs=np.array(departs, np.int32),
        takes=np.array(takes, bool),
        leaves=np.array(leaves, bool),
        service=np.arange(len(runs), dtype=np.int32),
        runs_on=np.array([run.days for run in runs], bool),
    )


def a_network(seed: int) -> tuple[Timetable, dict[int, int], dict[int, int]]:
    """Invent some stops, a few of them near each other, runs, and the miles to both ends."""
    chance = random.Random(seed)
    n_stops = chance.randint(3, 8)
    places = [(48 + chance.choice((0, 0.003, 0.006, 1)), 2.0) for _ in range(n_stops)]
    places = [(lat + 2 * chance.randint(0, 2), lon) for lat, lon in places]
    stations = [chance.randint(0, n_stops - 1) for _ in range(n_stops)]
    runs = [_a_run(chance, n_stops) for _ in range(chance.randint(1, 9))]
    first = _miles(chance, n_stops)
    return a_timetable(runs, places, stations), first, _miles(chance, n_stops)


def _a_run(chance: random.Random, n_stops: int) -> Run:
    at = chance.randint(4 * 60, 9 * 60) * 60
    if chance.random() < 0.2:
        at += DAY_SECONDS - 6 * 3600
    calls = []
    for stop in chance.choices(range(n_stops), k=chance.randint(2, 5)):
        arrives = at + chance.choice((0, 60, 300, 900, 1800))
        at = arrives + chance.choice((0, 0, 60, 600))
        calls.append((stop, arrives, at, chance.random() < 0.85, chance.random() < 0.85))
    return Run(tuple(calls))


def _miles(chance: random.Random, n_stops: int) -> dict[int, int]:
    some = chance.sample(range(n_stops), chance.randint(1, 2))
    return {stop: chance.choice((0, 300, 1200)) for stop in some}


def best_ways(
    table: Timetable, first_mile: dict[int, int], last_mile: dict[int, int]
) -> list[tuple[int, int]]:
    """Return when to leave and when to arrive of all that none beats, by trying everything.

    Every run of a day is followed from each call where people may get on to each where they may get
    off, and from there to every run that can still be reached.
    """
    calls = [range(table.starts[run], table.starts[run + 1]) for run in range(len(table.lines))]
    stop, arrives, departs = table.stop.tolist(), table.arrives.tolist(), table.departs.tolist()

    @cache
    def arrival(run: int, board: int) -> int:
        """Return the soonest arrival of who gets on there."""
        soonest = NEVER
        for alight in range(board + 1, calls[run].stop):
            if table.leaves[alight]:
                soonest = min(soonest, arrives[alight] + last_mile.get(stop[alight], NEVER))
                soonest = min(soonest, onward(stop[alight], arrives[alight]))
        return soonest

    @cache
    def onward(here: int, since: int) -> int:
        return min(
            (
                arrival(run, board)
                for run in range(len(calls))
                for board in calls[run][:-1]
                if table.takes[board]
                and departs[board] >= since + _change(table, here, stop[board])
            ),
            default=NEVER,
        )

    reached = {
        (departs[board] - first_mile[stop[board]], arrival(run, board))
        for run in range(len(calls))
        for board in calls[run][:-1]
        if table.takes[board]
        and stop[board] in first_mile
        and 4 * 3600 <= departs[board] < 30 * 3600
    }
    return unbeaten(reached)


def unbeaten(reached: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those than which none leaves later and arrives earlier."""
    those = sorted(each for each in reached if each[1] < NEVER)
    return [
        one
        for one in those
        if not any(o != one and o[0] >= one[0] and o[1] <= one[1] for o in those)
    ]


def _change(table: Timetable, here: int, there: int) -> int:
    """Return how long a change takes; to a stop out of reach on foot, for ever."""
    if here == there:
        return CHANGE_SECONDS
    km = dict(table.walks[here]).get(there)
    return NEVER if km is None else max(CHANGE_SECONDS, round(km / WALKING_KMH * 3600))
