"""A timetable in memory: stops, runs, and on which days each runs."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from webapp.geography.point import EARTH_RADIUS_KM, Point
from webapp.geography.timetables.tickets import Tariff

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, eq=False)
class Timetable:
    """Runs of trains and coaches, written as arrays.

    Parameters
    ----------
    publisher
        Who published the feed, to be named where a way of it is shown.
    first_day
        The first day of `runs_on`.
    stops
        The name of each stop, ``n_stops`` of them.
    places
        ``(n_stops, 2)``: latitude and longitude of each.
    stations
        ``(n_stops,)``: stops of one station have the same number.
    lines
        What is written on each run's train or coach, ``n_runs`` of them.
    starts
        ``(n_runs + 1,)``: the calls of run ``r`` are from ``starts[r]`` up to ``starts[r + 1]``.
    stop, arrives, departs
        ``(n_calls,)``: where each call is, and when, in seconds of the day on which the run
        begins; past midnight they go on beyond 86,400.
    takes, leaves
        ``(n_calls,)``: whether people may get on there, and off.
    service
        ``(n_runs,)``: the row of `runs_on` that tells on which days a run begins.
    runs_on
        ``(n_services, n_days)``.
    tariffs
        What tickets cost, of each feed that tells of it.
    """

    publisher: str
    first_day: date
    stops: tuple[str, ...]
    places: Reals
    stations: Ints
    lines: tuple[str, ...]
    starts: Ints
    stop: Ints
    arrives: Ints
    departs: Ints
    takes: Flags
    leaves: Flags
    service: Ints
    runs_on: Flags
    tariffs: tuple[Tariff, ...] = ()

    @property
    def last_day(self) -> date:
        """The last day of which it tells."""
        return self.first_day + timedelta(days=self.runs_on.shape[1] - 1)

    def tells_of(self, day: date) -> bool:
        """Whether anything runs on a day; of a day without any run nothing is known."""
        return bool(self.runs_of(day).any())

    def runs_of(self, day: date) -> Flags:
        """Return which runs begin on a day, ``(n_runs,)``."""
        number = (day - self.first_day).days
        if not 0 <= number < self.runs_on.shape[1]:
            return np.zeros(len(self.lines), bool)
        begins: Flags = self.runs_on[self.service, number]
        return begins

    def stops_near(self, point: Point, within_km: float, most: int) -> list[tuple[int, float]]:
        """Return the stops nearest to a point that are within reach, with their kilometres."""
        km = self._km_to(point)
        nearest = np.argsort(km, kind="stable")[:most]
        return [(int(each), float(km[each])) for each in nearest if km[each] <= within_km]

    def _km_to(self, point: Point) -> Reals:
        return _km(np.radians(np.array([point.latitude, point.longitude])), self._radians)

    @cached_property
    def _radians(self) -> Reals:
        return np.radians(self.places)

    @cached_property
    def walks(self) -> list[list[tuple[int, float]]]:
        """For each stop the others that are reached on foot, with their kilometres.

        Stops of one station are, however far apart; so is what lies within `WALK_KM`.
        """
        near: list[dict[int, float]] = [{} for _ in self.stops]
        grid: dict[tuple[int, int], list[int]] = {}
        for number, (latitude, longitude) in enumerate(self.places.tolist()):
            grid.setdefault((int(latitude / CELL), int(longitude / CELL)), []).append(number)
        groups: dict[int, list[int]] = {}
        for number, station in enumerate(self.stations.tolist()):
            groups.setdefault(station, []).append(number)
        for number, (latitude, longitude) in enumerate(self.places.tolist()):
            row, column = int(latitude / CELL), int(longitude / CELL)
            cells = ((row + up, column + aside) for up in (-1, 0, 1) for aside in (-1, 0, 1))
            others = [each for cell in cells for each in grid.get(cell, ())]
            group = groups[int(self.stations[number])]
            km = self._km_between(number, [*others, *group])
            for other, away in km:
                if other != number and (away <= WALK_KM or other in group):
                    near[number][other] = away
        return [sorted(each.items()) for each in near]

    def _km_between(self, one: int, others: list[int]) -> list[tuple[int, float]]:
        km = _km(self._radians[one], self._radians[others])
        return list(zip(others, km.tolist(), strict=True))

    def to_bytes(self) -> bytes:
        """Write it, compressed."""
        kept = io.BytesIO()
        words = {
            "publisher": self.publisher,
            "first_day": self.first_day.isoformat(),
            "stops": self.stops,
            "lines": self.lines,
            "tariffs": [tariff.to_words() for tariff in self.tariffs],
        }
        packed = np.frombuffer(json.dumps(words).encode(), np.uint8)
        np.savez_compressed(kept, words=packed, **{name: getattr(self, name) for name in ARRAYS})
        return kept.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> Timetable:
        """Read what `to_bytes` wrote; nothing of it is ever run as code."""
        with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
            words = json.loads(arrays["words"].tobytes())
            return cls(
                publisher=words["publisher"],
                first_day=date.fromisoformat(words["first_day"]),
                stops=tuple(words["stops"]),
                lines=tuple(words["lines"]),
                tariffs=tuple(map(Tariff.from_words, words.get("tariffs", ()))),
                **{name: arrays[name] for name in ARRAYS},
            )


def _km(here: Reals, there: Reals) -> Reals:
    """Return the great-circle distances from a place to others, both in radians."""
    chord = (
        np.sin((there[:, 0] - here[0]) / 2) ** 2
        + np.cos(there[:, 0]) * np.cos(here[0]) * np.sin((there[:, 1] - here[1]) / 2) ** 2
    )
    km: Reals = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return km


ARRAYS = (
    "places", "stations", "starts", "stop", "arrives", "departs", "takes", "leaves", "service",
    "runs_on",
)  # fmt: skip
WALK_KM = 0.5
"""Between two stops on foot, with luggage and children."""
CELL = 0.01
"""Degrees: more than `WALK_KM` north and, as far north as Scotland, east."""
