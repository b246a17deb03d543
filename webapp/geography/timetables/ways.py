"""From door to door by a timetable: the first mile, trains and coaches, the last mile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from webapp.geography.journeys import local_minutes
from webapp.geography.point import Point
from webapp.geography.timetables.fares import Fare, fares_of
from webapp.geography.timetables.scanning import Option, Ride, connections_of, options
from webapp.geography.timetables.timetable import Timetable
from webapp.ground.names import plain

FIRST_MILE_KM = 30.0
FETCHED_KM = 25.0
"""A farm that fetches its guests drives so far."""
FETCHING_KMH = 40.0
FARTHER, FARTHER_KM = 2.0, 5.0
"""Nobody is sent to a stop more than so many times as far as the nearest, and so many kilometres:
how they get there is a guess."""
MOST_STOPS = 40
"""So many stops are looked at around each end."""
ABOUT = 5 * 60
"""What is guessed is told in five minutes, on the careful side."""
LIFT_MINUTES = 10
"""To find each other at the station."""


class LastMile(StrEnum):
    """How people come from the stop to the farm, and back."""

    FETCHED = "fetched"
    ALONE = "alone"


@dataclass(frozen=True)
class Leg:
    """One train or coach of a way; times are of the clock in France."""

    line: str
    start: str
    departs: datetime
    end: str
    arrives: datetime


@dataclass(frozen=True)
class Way:
    """How people travel.

    Parameters
    ----------
    leaves, arrives
        At the two doors; estimates, as the miles before and after the stops are.
    rides
        Its legs as the timetable has them, to be priced.
    fares
        What parts of it cost, as far as the timetable tells.
    """

    leaves: datetime
    arrives: datetime
    legs: tuple[Leg, ...]
    rides: tuple[Ride, ...] = ()
    fares: tuple[Fare, ...] = ()

    @property
    def minutes(self) -> int:
        """From door to door."""
        return round((self.arrives - self.leaves).total_seconds() / 60)

    @property
    def changes(self) -> int:
        """How often they change."""
        return len(self.legs) - 1

    @property
    def fare(self) -> Fare | None:
        """What all its trains and coaches cost together, if that is known of each."""
        first = next(iter(self.fares), None)
        return first if first and (first.first, first.last) == (0, len(self.legs) - 1) else None


def ways_there(
    table: Timetable,
    day: date,
    home: Point,
    farm: Point,
    mile: LastMile,
    *,
    station: str = "",
    back: bool = False,
) -> list[Way]:
    """Return every way from home to the farm on a day that none other beats, the first first.

    Parameters
    ----------
    station
        Where the farm fetches its guests: they get off at a stop of that name, and at no other.
        Where none has it, they are sent as if nobody fetched them.
    back
        From the farm home instead.
    """
    from_home = _miles(table, home, FIRST_MILE_KM, LastMile.ALONE)
    to_farm = _fetched(table, farm, station) if mile is LastMile.FETCHED else {}
    to_farm = to_farm or _miles(table, farm, FIRST_MILE_KM, LastMile.ALONE)
    first, last = (to_farm, from_home) if back else (from_home, to_farm)
    if not first or not last:
        return []
    found = options(table, connections_of(table, day), first, last)
    return [_way(table, day, each) for each in found]


def priced(table: Timetable, way: Way) -> Way:
    """Return a way that was found in a timetable with what it costs."""
    return replace(way, fares=fares_of(table, way.rides))


def _fetched(table: Timetable, farm: Point, station: str) -> Mapping[int, int]:
    """Return the stops that bear the name of the station at which the farm fetches its guests."""
    near = table.stops_near(farm, FETCHED_KM, len(table.stops)) if plain(station) else []
    return {
        stop: 60 * _mile_minutes(km, LastMile.FETCHED)
        for stop, km in near
        if bears_name(table.stops[stop], station)
    }


def bears_name(stop: str, station: str) -> bool:
    """Whether a stop of a timetable is the station that somebody names in their own words."""
    name, wanted = plain(stop), plain(station)
    return bool(name and wanted) and (wanted in name or name in wanted)


def _miles(table: Timetable, point: Point, within: float, mile: LastMile) -> Mapping[int, int]:
    near = table.stops_near(point, within, MOST_STOPS)
    nearest = near[0][1] if near else 0
    some = (each for each in near if each[1] <= FARTHER * nearest + FARTHER_KM)
    return {stop: 60 * _mile_minutes(km, mile) for stop, km in some}


def _mile_minutes(km: float, mile: LastMile) -> int:
    if mile is LastMile.FETCHED:
        return LIFT_MINUTES + round(km / FETCHING_KMH * 60)
    return local_minutes(km)


def _way(table: Timetable, day: date, option: Option) -> Way:
    return Way(
        leaves=_moment(day, option.departs // ABOUT * ABOUT),
        arrives=_moment(day, -(-option.arrives // ABOUT) * ABOUT),
        legs=tuple(_leg(table, day, ride) for ride in option.rides),
        rides=tuple(option.rides),
    )


def _leg(table: Timetable, day: date, ride: Ride) -> Leg:
    return Leg(
        line=table.lines[ride.run],
        start=table.stops[ride.board],
        departs=_moment(day, ride.departs),
        end=table.stops[ride.alight],
        arrives=_moment(day, ride.arrives),
    )


def _moment(day: date, seconds: int) -> datetime:
    """Return the time of the clock, without a zone: what stands on the boards of the station."""
    return datetime.combine(day, time()) + timedelta(seconds=seconds)
