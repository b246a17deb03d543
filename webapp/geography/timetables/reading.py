"""Read a GTFS feed, as operators of trains and coaches publish it.

The format: https://gtfs.org/documentation/schedule/reference. What is read of it is what a way
needs: stops, runs and days; what tickets cost is read by `tariffs` and `products`. Shapes and
frequencies are not.
"""

from __future__ import annotations

import zipfile
from array import array
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from webapp.geography.point import Point
from webapp.geography.timetables.feed import Feed, FeedError, Row
from webapp.geography.timetables.products import read_products
from webapp.geography.timetables.tariffs import read_tariff
from webapp.geography.timetables.tickets import Tariff
from webapp.geography.timetables.timetable import Flags, Timetable

MOST_CALLS = 20_000_000
MOST_DAYS = 400
NEITHER = "1"
"""Of `pickup_type` and `drop_off_type`: not there."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ADDED = "1"
NOWHERE = -1


@dataclass
class Stops:
    """Stops in the order of the file, by their ids."""

    number: dict[str, int] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)
    stations: list[int] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)


@dataclass
class Runs:
    """Runs with at least two calls, and the calls of all, run by run; gaps: some were left out."""

    lines: list[str] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    gaps: set[int] = field(default_factory=set)
    services: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("i", [0]))
    stop: array[int] = field(default_factory=lambda: array("i"))
    arrives: array[int] = field(default_factory=lambda: array("i"))
    departs: array[int] = field(default_factory=lambda: array("i"))
    takes: array[int] = field(default_factory=lambda: array("b"))
    leaves: array[int] = field(default_factory=lambda: array("b"))


def read_feed(path: Path, since: date = date.min) -> Timetable:
    """Read the file that an operator publishes.

    Parameters
    ----------
    since
        Days before it are left out: a feed may name one of years ago.

    Raises
    ------
    FeedError
        When it is no GTFS feed, or one of its lines cannot be understood: that line is named.
    """
    try:
        with zipfile.ZipFile(path) as feed:
            return _read(Feed(feed), since)
    except zipfile.BadZipFile:
        raise FeedError("This is not a ZIP file.") from None
    except UnicodeDecodeError:
        raise FeedError("Its text is not UTF-8.") from None


def _read(feed: Feed, since: date) -> Timetable:
    stops = _stops(feed)
    runs = _runs(feed, stops)
    if not runs.lines:
        raise FeedError("Nothing runs in it: no run calls at two stops.")
    first_day, days_of, n_days = _days(feed, since)
    tariff = _tariff(feed, stops, runs)
    numbers = {each: number for number, each in enumerate(sorted(set(runs.services)))}
    runs_on = np.zeros((len(numbers), n_days), bool)
    for service, number in numbers.items():
        if service in days_of:
            runs_on[number] = days_of[service]
    return Timetable(
        publisher=_publisher(feed),
        first_day=first_day,
        stops=tuple(stops.names),
        places=np.array(stops.places, np.float64).reshape(-1, 2),
        stations=np.array(stops.stations, np.int32),
        lines=tuple(runs.lines),
        starts=np.array(runs.starts, np.int32),
        stop=np.array(runs.stop, np.int32),
        arrives=np.array(runs.arrives, np.int32),
        departs=np.array(runs.departs, np.int32),
        takes=np.array(runs.takes, bool),
        leaves=np.array(runs.leaves, bool),
        service=np.array([numbers[each] for each in runs.services], np.int32),
        runs_on=runs_on,
        tariffs=(tariff,) if tariff else (),
    )


def _tariff(feed: Feed, stops: Stops, runs: Runs) -> Tariff | None:
    """Read what tickets cost; where it is written in both ways, the newer one is asked alone."""
    if feed.has("fare_leg_rules"):
        return read_products(feed, runs.routes, stops.ids)
    return read_tariff(feed, runs.routes, stops.zones, runs.gaps)


def _publisher(feed: Feed) -> str:
    if feed.has("feed_info"):
        for _where, row in feed.rows("feed_info"):
            if row.get("feed_publisher_name"):
                return row["feed_publisher_name"]
    names = [row["agency_name"] for _where, row in feed.rows("agency", "agency_name")]
    return ", ".join(dict.fromkeys(names)) or "–"


def _stops(feed: Feed) -> Stops:
    """Read the stops that have a place; a platform without one stands where its station does."""
    rows = list(feed.rows("stops", "stop_id"))
    by_id = {row["stop_id"]: (where, row) for where, row in rows}
    stops, station_numbers = Stops(), dict[str, int]()
    for where, row in rows:
        parent = by_id.get(row.get("parent_station", ""), (where, row))[1]
        placed = row if row.get("stop_lat") else parent
        if not placed.get("stop_lat"):
            continue
        station = parent["stop_id"]
        stops.number[row["stop_id"]] = len(stops.names)
        stops.ids.append(row["stop_id"])
        stops.names.append(row.get("stop_name") or parent.get("stop_name") or "–")
        stops.places.append(_place(where, placed))
        stops.stations.append(station_numbers.setdefault(station, len(station_numbers)))
        stops.zones.append(row.get("zone_id", ""))
    return stops


def _place(where: str, row: Row) -> tuple[float, float]:
    try:
        point = Point(float(row["stop_lat"]), float(row["stop_lon"]))
    except (KeyError, ValueError):
        raise FeedError(f"{where}: this is no place on earth.") from None
    return point.latitude, point.longitude


def _runs(feed: Feed, stops: Stops) -> Runs:
    routes = {row["route_id"]: row for _where, row in feed.rows("routes", "route_id")}
    trips = {
        row["trip_id"]: row
        for _where, row in feed.rows("trips", "trip_id", "route_id", "service_id")
    }
    runs = Runs()
    for trip, calls in _calls_by_trip(feed, stops).items():
        timed = _timed(trip, sorted(calls)) if trip in trips else []
        if len(timed) < 2:
            continue
        row = trips[trip]
        if len(timed) < len(calls):
            runs.gaps.add(len(runs.lines))
        runs.routes.append(row["route_id"])
        runs.lines.append(_line(routes.get(row["route_id"], {}), row))
        runs.services.append(row["service_id"])
        for _sequence, stop, arrives, departs, takes, leaves in timed:
            runs.stop.append(stop)
            runs.arrives.append(arrives)
            runs.departs.append(departs)
            runs.takes.append(takes)
            runs.leaves.append(leaves)
        runs.starts.append(len(runs.stop))
    return runs


Call = tuple[int, int, int, int, bool, bool]
"""Its place in the run, stop, arrival and departure (−1: not told), getting on, getting off.

A call at a stop that has no place is told by `NOWHERE`, without its hours."""


def _calls_by_trip(feed: Feed, stops: Stops) -> dict[str, list[Call]]:
    calls: dict[str, list[Call]] = {}
    columns = ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time")
    for count, (where, row) in enumerate(feed.rows("stop_times", *columns)):
        if count > MOST_CALLS:
            raise FeedError(f"More than {MOST_CALLS} calls: load a smaller area.")
        stop = stops.number.get(row["stop_id"])
        if stop is None:
            calls.setdefault(row["trip_id"], []).append((0, NOWHERE, -1, -1, False, False))
            continue
        arrives = _seconds(where, row["arrival_time"] or row["departure_time"])
        departs = _seconds(where, row["departure_time"] or row["arrival_time"])
        if departs < arrives:
            raise FeedError(f"{where}: it departs before it arrives.")
        try:
            sequence = int(row["stop_sequence"])
        except ValueError:
            raise FeedError(f"{where}: stop_sequence is no number.") from None
        takes, leaves = (row.get(each) != NEITHER for each in ("pickup_type", "drop_off_type"))
        calls.setdefault(row["trip_id"], []).append(
            (sequence, stop, arrives, departs, takes, leaves)
        )
    return calls


def _timed(trip: str, calls: list[Call]) -> list[Call]:
    """Return the calls whose time is told: the others are guessed by nobody, so not shown."""
    timed = [call for call in calls if call[2] >= 0]
    for one, other in pairwise(timed):
        if other[2] < one[3]:
            raise FeedError(f"stop_times.txt: the run {trip} arrives before it has left.")
    return timed


def _seconds(where: str, written: str) -> int:
    """Read ``25:04:00``; nothing: the feed leaves it open."""
    if not written:
        return -1
    try:
        hours, minutes, seconds = (int(each) for each in written.split(":"))
    except ValueError:
        raise FeedError(f"{where}: {written!r} is no time.") from None
    return hours * 3600 + minutes * 60 + seconds


def _line(route: Row, trip: Row) -> str:
    """Return what is written on it: the line's short name, or its long one, and the number."""
    name = route.get("route_short_name") or route.get("route_long_name") or ""
    number = trip.get("trip_short_name") or ""
    toward = trip.get("trip_headsign") or ""
    parts = [name, number if number != name else "", f"→ {toward}" if toward else ""]
    return " ".join(each for each in parts if each) or "–"


def _days(feed: Feed, since: date) -> tuple[date, dict[str, Flags], int]:
    """Return the first day, the days on which each service runs, and how many days there are."""
    regular = list(feed.rows("calendar")) if feed.has("calendar") else []
    changes = list(feed.rows("calendar_dates")) if feed.has("calendar_dates") else []
    spans = [(_day(w, row, "start_date"), _day(w, row, "end_date")) for w, row in regular]
    singles = [_day(w, row, "date") for w, row in changes]
    told = [day for span in spans for day in span] + singles
    if not told:
        raise FeedError("Neither calendar.txt nor calendar_dates.txt names a day.")
    if max(told) < since:
        raise FeedError(f"It tells of no day to come: it ends on {max(told)}.")
    first = max(min(told), since)
    n_days = min((max(told) - first).days + 1, MOST_DAYS)
    days: dict[str, Flags] = {}
    for (start, end), (_where, row) in zip(spans, regular, strict=True):
        runs = days.setdefault(row["service_id"], np.zeros(n_days, bool))
        for number in range(max(0, (start - first).days), min((end - first).days + 1, n_days)):
            weekday = WEEKDAYS[(first + timedelta(days=number)).weekday()]
            runs[number] |= row.get(weekday) == "1"
    for day, (_where, row) in zip(singles, changes, strict=True):
        number = (day - first).days
        if 0 <= number < n_days:
            runs = days.setdefault(row["service_id"], np.zeros(n_days, bool))
            runs[number] = row.get("exception_type") == ADDED
    return first, days, n_days


def _day(where: str, row: Row, column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except (KeyError, ValueError):
        raise FeedError(f"{where}: {column} is no day.") from None
