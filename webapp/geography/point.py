"""Places on the earth and the distance between them."""

from dataclasses import dataclass

import matching

EARTH_RADIUS_KM = matching.EARTH_RADIUS_KM


@dataclass(frozen=True, slots=True)
class Point:
    """A place in decimal degrees (WGS 84)."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            msg = f"not a place on earth: {self.latitude}, {self.longitude}"
            raise ValueError(msg)


def distance_km(start: Point, end: Point) -> float:
    """Return the great-circle distance, the engine's own, so that both agree on a reach."""
    return matching.distance_km((start.latitude, start.longitude), (end.latitude, end.longitude))
