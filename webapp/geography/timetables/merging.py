"""Several operators' timetables as one, so that a way may lead from a train to a coach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from webapp.geography.timetables.tickets import Tariff
from webapp.geography.timetables.timetable import Flags, Ints, Timetable


def merged(tables: Sequence[Timetable]) -> Timetable:
    """Put timetables side by side; what is near is reached on foot (`Timetable.walks`)."""
    if len(tables) == 1:
        return tables[0]
    first = min(table.first_day for table in tables)
    n_days = (max(table.last_day for table in tables) - first).days + 1
    return Timetable(
        publisher=", ".join(dict.fromkeys(table.publisher for table in tables)),
        first_day=first,
        stops=tuple(name for table in tables for name in table.stops),
        places=np.concatenate([table.places for table in tables]),
        stations=_shifted([table.stations for table in tables], [len(t.stops) for t in tables]),
        lines=tuple(name for table in tables for name in table.lines),
        starts=_starts(tables),
        stop=_shifted([table.stop for table in tables], [len(t.stops) for t in tables]),
        arrives=np.concatenate([table.arrives for table in tables]),
        departs=np.concatenate([table.departs for table in tables]),
        takes=np.concatenate([table.takes for table in tables]),
        leaves=np.concatenate([table.leaves for table in tables]),
        service=_shifted([table.service for table in tables], [len(t.runs_on) for t in tables]),
        runs_on=np.concatenate([_days(table, first, n_days) for table in tables]),
        tariffs=_tariffs(tables),
    )


def _shifted(numbers: Sequence[Ints], counts: Sequence[int]) -> Ints:
    """Count on from table to table."""
    before = np.concatenate(([0], np.cumsum(counts)[:-1]))
    return np.concatenate(
        [(each + shift).astype(np.int32) for each, shift in zip(numbers, before, strict=True)]
    )


def _tariffs(tables: Sequence[Timetable]) -> tuple[Tariff, ...]:
    found: list[Tariff] = []
    runs = stops = 0
    for table in tables:
        found += [tariff.after(runs, stops) for tariff in table.tariffs]
        runs, stops = runs + len(table.lines), stops + len(table.stops)
    return tuple(found)


def _starts(tables: Sequence[Timetable]) -> Ints:
    ends = _shifted([table.starts[1:] for table in tables], [len(table.stop) for table in tables])
    return np.concatenate(([np.int32(0)], ends))


def _days(table: Timetable, first: date, n_days: int) -> Flags:
    days = np.zeros((len(table.runs_on), n_days), bool)
    begin = (table.first_day - first).days
    days[:, begin : begin + table.runs_on.shape[1]] = table.runs_on
    return days
