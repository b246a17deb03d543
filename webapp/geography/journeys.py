"""How long the way takes: an estimate, and called one on screen."""

from dataclasses import dataclass
from math import ceil
from typing import Protocol

from webapp.geography.point import Point, distance_km

# Assumptions, kept on the careful side: a visit missed for want of a bus costs more than a wait.
DETOUR_FACTOR = 1.3
WALKING_KMH = 4.5
WALKABLE_KM = 2.0
WAITS_AND_CHANGES_MINUTES = 35
LOCAL_KMH = 35.0
LOCAL_KM = 40.0
TRAIN_KMH = 80.0
ROUNDING_MINUTES = 5

ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Journey:
    """The way between two points.

    Parameters
    ----------
    kilometres
        Length by road or rail.
    minutes
        Time by public transport, door to door, waits included.
    source
        Who says so: ``"estimate"``, or the name of the server that was asked.

    """

    kilometres: float
    minutes: int
    source: str

    @property
    def is_estimate(self) -> bool:
        """Whether no timetable or road network was asked."""
        return self.source == ESTIMATE


class Journeys(Protocol):
    """Whoever can tell the way between two points (an estimate now, a route server later)."""

    def journey(self, start: Point, end: Point) -> Journey:
        """Tell the way from ``start`` to ``end``."""
        ...


class EstimatedJourneys:
    """Journeys guessed from the great circle, with neither roads nor timetables."""

    def journey(self, start: Point, end: Point) -> Journey:
        """Guess the way: longer than the crow flies, on foot when near, else bus then train."""
        kilometres = distance_km(start, end) * DETOUR_FACTOR
        return Journey(round(kilometres, 1), _minutes(kilometres), ESTIMATE)


def local_minutes(km: float) -> int:
    """Guess the way to a stop, or from one, as the crow flies: on foot when near, else by bus."""
    return _minutes(km * DETOUR_FACTOR)


def _minutes(kilometres: float) -> int:
    if kilometres <= WALKABLE_KM:
        minutes = kilometres / WALKING_KMH * 60
    else:
        by_bus = min(kilometres, LOCAL_KM)
        by_train = kilometres - by_bus
        hours = by_bus / LOCAL_KMH + by_train / TRAIN_KMH
        minutes = WAITS_AND_CHANGES_MINUTES + hours * 60
    return ROUNDING_MINUTES * ceil(minutes / ROUNDING_MINUTES)
