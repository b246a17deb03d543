"""Every way worth taking on a day: a profile connection scan.

A *connection* is a train or coach from one stop to its next. They are looked at once, the latest
first, and at each stop is kept what leaves later or arrives earlier than all else.

Dibbelt, Pajor, Strasser and Wagner (2018), *Connection Scan Algorithm*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import NamedTuple

import numpy as np

from webapp.geography.timetables.timetable import DAY_SECONDS, Flags, Ints, Timetable

CHANGE_SECONDS = 10 * 60
"""The least between two trains of a station: who does not know it, and carries, needs this."""
WALKING_KMH = 4.5
FROM_SECONDS, UNTIL_SECONDS = 4 * 3600, 30 * 3600
"""Connections that leave between these are looked at. In the two nights of the year in which the
clock changes the seconds of a feed run another way before four in the morning, and nobody sets out
then."""


class Ride(NamedTuple):
    """One train or coach, from where people get on to where they get off."""

    run: int
    board: int
    departs: int
    alight: int
    arrives: int


class Option(NamedTuple):
    """What leaves a place at `departs` and is at the goal at `arrives`, by `rides`."""

    departs: int
    arrives: int
    ride: Ride | None
    onward: Option | None
    """How it goes on from where the ride ends; none: by the last mile."""

    @property
    def rides(self) -> list[Ride]:
        """The trains and coaches, in order."""
        first = [self.ride] if self.ride else []
        return first + (self.onward.rides if self.onward else [])


@dataclass(frozen=True)
class Connections:
    """The connections of a day, the latest first: plain lists, for they are walked one by one."""

    run: list[int]
    start: list[int]
    end: list[int]
    departs: list[int]
    arrives: list[int]
    takes: list[bool]
    leaves: list[bool]

    def rows(self) -> Iterator[tuple[int, int, int, int, int, bool, bool]]:
        """Return them one by one, in the order of the fields."""
        columns = self.run, self.start, self.end, self.departs, self.arrives
        return zip(*columns, self.takes, self.leaves, strict=True)


class End(NamedTuple):
    """Where whoever is on board gets off: the soonest arrival at the goal, and how it goes on."""

    goal: float
    onward: Option | None
    alight: int
    arrives: int


NOWHERE = End(inf, None, -1, 0)


def connections_of(table: Timetable, day: date) -> Connections:
    """Return what moves on a day, what began on the day before and goes on included."""
    parts = [
        _connections(table, table.runs_of(day - timedelta(days=back)), back) for back in (0, 1)
    ]
    run, call, departs, arrives = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.lexsort((-call, -arrives, -departs))
    run, call, departs, arrives = run[order], call[order], departs[order], arrives[order]
    return Connections(
        run=run.tolist(),
        start=table.stop[call].tolist(),
        end=table.stop[call + 1].tolist(),
        departs=departs.tolist(),
        arrives=arrives.tolist(),
        takes=table.takes[call].tolist(),
        leaves=table.leaves[call + 1].tolist(),
    )


def _connections(table: Timetable, begin: Flags, days_back: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Return runs (those of the day before told apart), calls, departures and arrivals."""
    runs = np.flatnonzero(begin)
    counts = table.starts[runs + 1] - table.starts[runs] - 1
    run = np.repeat(runs, counts)
    before = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(runs) else np.zeros(0, int)
    call = np.arange(len(run)) - np.repeat(before, counts) + table.starts[run]
    shift = days_back * DAY_SECONDS
    departs = table.departs[call] - shift
    arrives = table.arrives[call + 1] - shift
    moves = (departs >= FROM_SECONDS) & (departs < UNTIL_SECONDS)
    run = run + days_back * len(table.lines)
    return (
        run[moves].astype(np.int32),
        call[moves].astype(np.int32),
        departs[moves].astype(np.int32),
        arrives[moves].astype(np.int32),
    )


def options(
    table: Timetable,
    connections: Connections,
    first_mile: Mapping[int, int],
    last_mile: Mapping[int, int],
) -> list[Option]:
    """Return every way that none beats by leaving later and arriving earlier, the first first.

    Parameters
    ----------
    first_mile, last_mile
        Seconds from where they start to each stop within reach, and from a stop to the goal.
    """
    runs = len(table.lines)
    at_stop: list[list[Option]] = [[] for _ in table.stops]
    at_start: list[Option] = []
    on_board: dict[int, End] = {}
    walks = [[(near, _on_foot(km)) for near, km in each] for each in table.walks]
    for run, start, end, departs, arrives, takes, leaves in connections.rows():
        best = on_board.get(run, NOWHERE)
        if leaves:
            best = _better(best, end, arrives, last_mile.get(end), at_stop[end])
        if best is NOWHERE:
            continue
        on_board[run] = best
        if not takes:
            continue
        goal, onward = int(best.goal), best.onward
        ride = Ride(run % runs, start, departs, best.alight, best.arrives)
        _keep(at_stop[start], Option(departs, goal, ride, onward))
        for near, on_foot in walks[start]:
            _keep(at_stop[near], Option(departs + CHANGE_SECONDS - on_foot, goal, ride, onward))
        if start in first_mile:
            _keep(at_start, Option(departs - first_mile[start], goal, ride, onward))
    return at_start[::-1]


def _better(best: End, stop: int, arrives: int, mile: int | None, kept: list[Option]) -> End:
    """Return whether to get off at a stop, there or for another train, or to stay on board."""
    if mile is not None and arrives + mile <= best.goal:
        best = End(arrives + mile, None, stop, arrives)
    onward = _soonest(kept, arrives + CHANGE_SECONDS)
    if onward is not None and onward.arrives < best.goal:
        best = End(onward.arrives, onward, stop, arrives)
    return best


def _on_foot(km: float) -> int:
    """Return the seconds between two stops, a change's at the least."""
    return max(CHANGE_SECONDS, round(km / WALKING_KMH * 3600))


def _soonest(kept: list[Option], ready: int) -> Option | None:
    """Return what arrives first of what leaves from a moment on.

    Later ones stand first, and arrive later: so it is the last that still leaves in time.
    """
    for option in reversed(kept):
        if option.departs >= ready:
            return option
    return None


def _keep(kept: list[Option], option: Option) -> bool:
    """Keep an option if none leaves as late and arrives as early; drop those that it beats."""
    at = len(kept)
    while at and kept[at - 1].departs < option.departs:
        at -= 1
    if at and kept[at - 1].arrives <= option.arrives:
        return False
    end = at
    while end < len(kept) and kept[end].arrives >= option.arrives:
        end += 1
    while at and kept[at - 1].departs == option.departs and kept[at - 1].arrives > option.arrives:
        at -= 1
    kept[at:end] = [option]
    return True
